# Model/Operations.pm: what people do to a ledger, as abstract operations on its rows.
#
#   my $rows = Model::Operations::empty;
#   my $refusal = Model::Operations::perform($rows, $operation);
#
# An operation is one statement: { do => name, at => time, ... }. Its rows are done together, and either all of them or
# none. perform() answers with the reason if the ledger refuses, and changes nothing then. Times only grow. The rows of
# tables are those that Model::Ledger reads.
#
#   add_sources       rows => [{ key, kind, passes_on, relies_on, affiliations, reliability, confidential }]
#   change_sources    rows => [{ key, and the columns that change, of kind, passes_on, relies_on, affiliations }]
#   delete_sources    keys
#   rate              rows => [{ source, reliability }]        0 discredits, undef and others credit again
#   add_aliases       rows => [{ alias, source }]
#   change_aliases    rows => [{ alias, source }]
#   delete_aliases    aliases
#   add_documents     rows => [{ id, publisher, republishes }]
#   change_documents  rows => [{ id, and the columns that change, of publisher, republishes }]
#   delete_documents  ids
#   add_claims        ids
#   attest            rows => [{ id, claim, said, document, replaces, pending, editor }]   editor: written by one
#   accept            rows => [{ id, said }]                   said is undef where the words stay
#   retract           ids
#   delete_attestations  ids
#   rule              rows => [{ id, claim, verdict }]
#
# The numbers of attestations are unique over all claims, and grow.

package Model::Operations;

use strict;
use warnings;

use List::Util qw(any first);
use Model::Evidence;
use Model::Ledger;

sub empty { return { map { $_ => [] } @Model::Ledger::TABLES } }

# A copy that shares nothing
sub copy
{
	my ($value) = @_;
	return [ map { copy($_) } @$value ] if ref $value eq 'ARRAY';
	return { map { $_ => copy($value->{$_}) } keys %$value } if ref $value;
	return $value;
}

sub find
{
	my ($rows, $table, $column, $value) = @_;
	return first { $_->{$column} eq $value } @{ $rows->{$table} };
}

# ---- Who is mentioned where

# The names of sources in an attestation, as they are written
sub names_in
{
	my ($said) = @_;
	my $sources = Model::Evidence->read_statement($said)->{source};
	return (keys %$sources, map { keys %{ $_->{affiliation} } } values %$sources);
}

sub is_said
{
	my ($rows, $name) = @_;
	return any { any { $_ eq $name } names_in($_->{said}) } @{ $rows->{attestation} };
}

sub is_registered
{
	my ($rows, $name) = @_;
	return find($rows, 'source', 'key', $name) || find($rows, 'source_alias', 'alias', $name);
}

# Whether anything in the ledger names a source: only one that nothing names may certainly be deleted
sub is_in_use
{
	my ($rows, $key) = @_;

	return 1 if is_said($rows, $key) || find($rows, 'source_alias', 'source', $key) || find($rows, 'source_alias', 'alias', $key);
	return 1 if any { defined $_->{publisher} && $_->{publisher} eq $key } @{ $rows->{document} };
	return any { any { $_ eq $key } @{ $_->{relies_on} }, @{ $_->{affiliations} } } @{ $rows->{source} };
}

sub document_is_in_use
{
	my ($rows, $id) = @_;
	return any { defined && $_ == $id }
		map({ $_->{document} } @{ $rows->{attestation} }), map { $_->{republishes} } @{ $rows->{document} };
}

sub attestation_is_replaced
{
	my ($rows, $id) = @_;
	return any { defined $_->{replaces} && $_->{replaces} == $id } @{ $rows->{attestation} };
}

# ---- What the ledger refuses, looked at when all rows are done

sub refusal_of_alias
{
	my ($rows, $row) = @_;
	my ($alias, $source) = @$row{qw(alias source)};

	return "$source is not registered" if !find($rows, 'source', 'key', $source);
	return "$alias is an alias of itself" if $alias eq $source;
	return "$alias and $source are a chain of aliases"
	  if find($rows, 'source_alias', 'source', $alias) || find($rows, 'source_alias', 'alias', $source);
	return;
}

sub refusal_of_words
{
	my ($rows, $said) = @_;
	my $evidence = eval { Model::Evidence->read_statement($said) };

	return "$said: $@" if !$evidence;
	foreach my $key (sort keys %{ $evidence->{source} })
	{
		my $rating = $evidence->{source}{$key}{rating};
		return "$key is not registered" if !is_registered($rows, $key);
		return "an attestation discredits $key" if defined $rating && $rating == 0;
	}
	return;
}

# Whom a row may replace: an earlier one of the same claim and source; an editor, of another source too
sub refusal_of_replacement
{
	my ($rows, $row) = @_;
	my $replaced = find($rows, 'attestation', 'id', $row->{replaces});
	my $ledger = Model::Ledger->new(%$rows);

	return 'the row that is replaced is not there' if !$replaced;
	return 'the row that is replaced is of another claim' if $replaced->{claim} != $row->{claim};
	return 'the row that is replaced is not an earlier one' if $replaced->{id} >= $row->{id};
	my ($mine, $other) = map { ($ledger->said_by_key($_))[0] } $row, $replaced;
	return 'only an editor may replace what another source said' if $mine ne $other && !$row->{editor};
	return;
}

sub refusal_of_attestation
{
	my ($rows, $row) = @_;

	return 'there is no such claim' if !find($rows, 'claim', 'id', $row->{claim});
	return 'there is no such document' if defined $row->{document} && !find($rows, 'document', 'id', $row->{document});
	return refusal_of_words($rows, $row->{said}) // (defined $row->{replaces} ? refusal_of_replacement($rows, $row) : undef);
}

# ---- The operations: each changes rows, and answers with a reason or nothing

sub first_reason
{
	my ($check, @rows) = @_;
	foreach my $row (@rows)
	{
		my $reason = $check->($row);
		return $reason if defined $reason;
	}
	return;
}

sub note_rating
{
	my ($rows, $source, $at) = @_;
	push @{ $rows->{source_rating} }, { source => $source->{key}, rated_at => $at, reliability => $source->{reliability} };
}

sub add_sources
{
	my ($rows, $operation) = @_;
	foreach my $row (@{ $operation->{rows} })
	{
		return "$row->{key} is there already" if is_registered($rows, $row->{key});
		my $source = { relies_on => [], affiliations => [], %{ copy($row) } };
		push @{ $rows->{source} }, $source;
		note_rating($rows, $source, $operation->{at}) if defined $source->{reliability};
	}
	return;
}

sub change_sources
{
	my ($rows, $operation) = @_;
	foreach my $row (@{ $operation->{rows} })
	{
		my $source = find($rows, 'source', 'key', $row->{key}) // return "$row->{key} is not registered";
		%$source = (%$source, %{ copy($row) });
	}
	return;
}

sub delete_sources
{
	my ($rows, $operation) = @_;
	foreach my $key (@{ $operation->{keys} })
	{
		return "$key is in use" if is_in_use($rows, $key);
		@{ $rows->{source} } = grep { $_->{key} ne $key } @{ $rows->{source} };
		@{ $rows->{source_rating} } = grep { $_->{source} ne $key } @{ $rows->{source_rating} };
	}
	return;
}

sub rate
{
	my ($rows, $operation) = @_;
	foreach my $row (@{ $operation->{rows} })
	{
		my $source = find($rows, 'source', 'key', $row->{source}) // return "$row->{source} is not registered";
		$source->{reliability} = $row->{reliability};
		note_rating($rows, $source, $operation->{at});
	}
	return;
}

sub add_aliases
{
	my ($rows, $operation) = @_;
	foreach my $row (@{ $operation->{rows} })
	{
		return "$row->{alias} is there already" if find($rows, 'source_alias', 'alias', $row->{alias});
		push @{ $rows->{source_alias} }, copy($row);
	}
	return first_reason(sub { refusal_of_alias($rows, $_[0]) }, @{ $operation->{rows} });
}

sub change_aliases
{
	my ($rows, $operation) = @_;
	foreach my $row (@{ $operation->{rows} })
	{
		my $alias = find($rows, 'source_alias', 'alias', $row->{alias}) // return "there is no alias $row->{alias}";
		$alias->{source} = $row->{source};
	}
	return first_reason(sub { refusal_of_alias($rows, $_[0]) }, @{ $operation->{rows} });
}

sub delete_aliases
{
	my ($rows, $operation) = @_;
	foreach my $name (@{ $operation->{aliases} })
	{
		@{ $rows->{source_alias} } = grep { $_->{alias} ne $name } @{ $rows->{source_alias} };
		return "$name is mentioned" if is_said($rows, $name) && !is_registered($rows, $name);
	}
	return;
}

sub refusal_of_document
{
	my ($rows, $document) = @_;
	my ($publisher, $republishes) = @$document{qw(publisher republishes)};

	return "$publisher is not registered" if defined $publisher && !find($rows, 'source', 'key', $publisher);
	return 'there is no such document' if defined $republishes && !find($rows, 'document', 'id', $republishes);
	return 'a document cannot republish itself' if defined $republishes && $republishes == $document->{id};
	return;
}

sub add_documents
{
	my ($rows, $operation) = @_;
	push @{ $rows->{document} }, map { copy($_) } @{ $operation->{rows} };
	return first_reason(sub { refusal_of_document($rows, $_[0]) }, @{ $operation->{rows} });
}

sub change_documents
{
	my ($rows, $operation) = @_;
	foreach my $row (@{ $operation->{rows} })
	{
		my $document = find($rows, 'document', 'id', $row->{id}) // return 'there is no such document';
		%$document = (%$document, %$row);
	}
	return first_reason(sub { refusal_of_document($rows, $_[0]) }, @{ $rows->{document} });
}

sub delete_documents
{
	my ($rows, $operation) = @_;
	foreach my $id (@{ $operation->{ids} })
	{
		@{ $rows->{document} } = grep { $_->{id} != $id } @{ $rows->{document} };
		return "document $id is in use" if document_is_in_use($rows, $id);
	}
	return;
}

sub add_claims
{
	my ($rows, $operation) = @_;
	push @{ $rows->{claim} }, map { { id => $_ } } @{ $operation->{ids} };
	return;
}

sub attest
{
	my ($rows, $operation) = @_;
	my $at = $operation->{at};

	foreach my $row (@{ $operation->{rows} })
	{
		my $reason = refusal_of_attestation($rows, $row);
		return $reason if defined $reason;
		push @{ $rows->{attestation} }, {
			map({ $_ => $row->{$_} } qw(id claim said document replaces)),
			recorded_at => $at, accepted_at => $row->{pending} ? undef : $at, retracted_at => undef };
	}
	return;
}

sub accept
{
	my ($rows, $operation) = @_;
	foreach my $row (@{ $operation->{rows} })
	{
		my $attestation = find($rows, 'attestation', 'id', $row->{id}) // return 'there is no such attestation';
		return 'it is not pending' if defined $attestation->{accepted_at} || defined $attestation->{retracted_at};
		$attestation->{accepted_at} = $operation->{at};
		next if !defined $row->{said};
		my $reason = refusal_of_words($rows, $row->{said});
		return $reason if defined $reason;
		$attestation->{said} = $row->{said};
	}
	return;
}

sub retract
{
	my ($rows, $operation) = @_;
	foreach my $id (@{ $operation->{ids} })
	{
		my $attestation = find($rows, 'attestation', 'id', $id) // return 'there is no such attestation';
		return 'it is retracted already' if defined $attestation->{retracted_at};
		$attestation->{retracted_at} = $operation->{at};
	}
	return;
}

sub delete_attestations
{
	my ($rows, $operation) = @_;
	foreach my $id (@{ $operation->{ids} })
	{
		@{ $rows->{attestation} } = grep { $_->{id} != $id } @{ $rows->{attestation} };
		return "attestation $id is replaced by another" if attestation_is_replaced($rows, $id);
	}
	return;
}

sub rule
{
	my ($rows, $operation) = @_;
	push @{ $rows->{ruling} }, map { copy($_) } @{ $operation->{rows} };
	return first_reason(sub { find($rows, 'claim', 'id', $_[0]{claim}) ? undef : 'there is no such claim' },
		@{ $operation->{rows} });
}

my %perform = map { my $name = $_; no strict 'refs'; $name => \&$name }
  qw(add_sources change_sources delete_sources rate add_aliases change_aliases delete_aliases add_documents change_documents
  delete_documents add_claims attest accept retract delete_attestations rule);

sub perform
{
	my ($rows, $operation) = @_;
	# rows change, lists in them are replaced
	my $done = { map { my $table = $_; $table => [ map { { %$_ } } @{ $rows->{$table} } ] } keys %$rows };
	my $reason = $perform{ $operation->{do} }->($done, $operation);

	%$rows = %$done if !defined $reason;
	return $reason;
}

1;
