# Model/Ledger.pm: what the rows of a ledger say about a claim: its evidence, flag and status.
#
#   my $ledger = Model::Ledger->new(source => [...], attestation => [...], ...);
#   print $ledger->evidence(1)->text;
#   print $ledger->evidence(1, $time)->text;           as of then
#
# Written from the documentation alone, without a look at the implementation, to be compared with it. README.md says
# where the documentation leaves a choice, and which one is made here: "reading 3" in a comment is its number there.
#
# Everything is a function of the set of rows. Each table is a list of rows, in no order, each a hash of these columns:
#
#   source         key, kind, passes_on, relies_on (list), affiliations (list), reliability
#   source_alias   alias, source
#   source_rating  source, rated_at, reliability
#   document       id, publisher, republishes
#   claim          id
#   attestation    claim, id, said (text), document, replaces, recorded_at, accepted_at, retracted_at
#   ruling         claim, id, verdict ('confirm', 'refute', 'hold' or 'release')
#
# NULL is undef, times are numbers. Columns that decide nothing may be left out.

package Model::Ledger;

use strict;
use warnings;

use List::Util qw(any first max min);
use Model::Evidence qw(@SIDES FIRSTHAND UNKNOWN cite normalised);
use Model::Figures qw(denied is_flagged status);

our @TABLES = qw(source source_alias source_rating document claim attestation ruling);
my %passes_on = map { $_ => 1 } qw(outlet agency site translation);

# The rows are not to be changed while the ledger is in use
sub new
{
	my ($class, %rows) = @_;
	my $self = bless { threshold => 2, %rows }, $class;

	$self->{$_} //= [] foreach @TABLES;
	$self->{key} = { map { normalised($_->{alias}) => normalised($_->{source}) } @{ $self->{source_alias} } };
	push @{ $self->{spellings}{ $self->key_of($_->{key}) } }, $_ foreach @{ $self->{source} };
	return $self;
}

# ---- Rule 1: names become keys

sub key_of
{
	my ($self, $name) = @_;

	$name = normalised($name);
	return $self->{key}{$name} // $name;
}

# The names in a column of some rows, as keys, without the key that they are facts of
sub other_keys
{
	my ($self, $key, $column, @rows) = @_;
	return [ grep { $_ ne $key } map { $self->key_of($_) } map { @{ $_->{$column} // [] } } @rows ];
}

# The latest rating of a row of source at a time (reading 20)
sub rating_of
{
	my ($self, $row, $at) = @_;

	return $row->{reliability} if !defined $at;
	my @ratings = sort { $a->{rated_at} <=> $b->{rated_at} }
	  grep { $_->{source} eq $row->{key} && $_->{rated_at} <= $at } @{ $self->{source_rating} };
	return @ratings ? $ratings[-1]{reliability} : undef;
}

# What is known of a source: the facts of all its spellings, united (reading 1)
sub facts
{
	my ($self, $key, $at) = @_;
	my @rows = @{ $self->{spellings}{$key} // [] };
	my @kinds = grep { defined } map { $_->{kind} } @rows;

	return $self->{facts}{ $at // 'now' }{$key} //= {
		is_person => !@kinds || any(sub { $_ eq 'person' }, @kinds),
		passes_on => any(sub { $_->{passes_on} // $passes_on{ $_->{kind} // '' } }, @rows),
		relies_on => $self->other_keys($key, 'relies_on', @rows),
		affiliations => $self->other_keys($key, 'affiliations', @rows),
		rating => min(grep { defined } map { $self->rating_of($_, $at) } @rows),
	};
}

# ---- What counts

sub was_accepted
{
	my ($row, $at) = @_;
	return defined $row->{accepted_at} && (!defined $at || $row->{accepted_at} <= $at);
}

sub was_retracted
{
	my ($row, $at) = @_;
	return defined $row->{retracted_at} && (!defined $at || $row->{retracted_at} <= $at);
}

# The attestations of a claim that count: accepted, not retracted, and not replaced by one that is both (reading 2)
sub counting
{
	my ($self, $claim, $at) = @_;
	my @rows = grep { $_->{claim} == $claim } @{ $self->{attestation} };
	my %row = map { $_->{id} => $_ } @rows;
	my @live = grep { was_accepted($_, $at) && !was_retracted($_, $at) } @rows;
	my %replaced;

	foreach my $row (@live)
	{
		my $id = $row->{replaces};
		while (defined $id && !$replaced{$id}++) { $id = ($row{$id} // {})->{replaces} }
	}
	return grep { !$replaced{ $_->{id} } } @live;
}

# ---- Rule 2: a copy speaks through its original

# The first document of the chain, or undef if the chain is a circle
sub first_document
{
	my ($self, $document) = @_;
	my %document = map { $_->{id} => $_ } @{ $self->{document} };
	my %seen;

	while (defined $document->{republishes})
	{
		return undef if $seen{ $document->{id} }++;
		$document = $document{ $document->{republishes} };
	}
	return $document;
}

# Who speaks in an attestation, on which side, and what is said, with keys for names
sub said_by_key
{
	my ($self, $row) = @_;
	my $said = Model::Evidence->read_statement($row->{said})->renamed(sub { $self->key_of($_[0]) });
	return ($said->statement, $said);
}

# An attestation as it counts: who speaks, on which side, what is said, and if it is a copy whose publisher's word it
# passes on
sub statement
{
	my ($self, $row) = @_;
	my ($speaker, $side, $said) = $self->said_by_key($row);
	my $statement = { speaker => $speaker, side => $side, said => $said };
	my $document = defined $row->{document} && first { $_->{id} == $row->{document} } @{ $self->{document} };

	return $statement if !$document || !defined $document->{republishes};
	my $publisher = defined $document->{publisher} && $self->key_of($document->{publisher});
	return $statement if $publisher ne $speaker && !$self->facts($speaker)->{passes_on};
	my $original = $self->first_document($document);
	my $author = $original && defined $original->{publisher} ? $self->key_of($original->{publisher}) : undef;
	return $statement if defined $author && $author eq $speaker;

	$statement->{said} = through($said, $speaker, $side, $author);
	@$statement{qw(is_copy author)} = (1, $author);
	return $statement;
}

# herald<anna becomes herald<wire<anna, or herald<? if it is unknown who published the original (readings 3 and 4)
sub through
{
	my ($said, $speaker, $side, $author) = @_;
	my $through = $said->merge;
	my $basis = delete $through->{side}{$side}{basis}{$speaker} // {};

	if (defined $author)
	{
		$through->add_source($author);
		$through->add_basis($side, $author, grep { $_ ne FIRSTHAND && $_ ne cite($author) } keys %$basis);
	}
	$through->add_basis($side, $speaker, defined $author ? cite($author) : UNKNOWN);
	return $through->without_orphans;
}

# Publishers of originals whom nothing but copies mentions on a side
sub only_in_copies
{
	my ($side, @statements) = @_;
	my %named = map { $_->{author} => 1 } grep { defined $_->{author} } @statements;

	delete @named{ $_->{said}->mentioned($side) } foreach grep { !$_->{is_copy} } @statements;
	return \%named;
}

# ---- Rule 3: standing facts, and what the discredited say of others

sub add_standing
{
	my ($self, $evidence, $key, $at) = @_;
	my $facts = $self->facts($key, $at);
	$evidence->add_source($key, $facts->{rating}, @{ $facts->{affiliations} });
}

# Whether it is in the ledger, or by what some evidence says
sub is_discredited
{
	my ($self, $evidence, $key, $at) = @_;
	my @ratings = grep { defined } $self->facts($key, $at)->{rating}, ($evidence->{source}{$key} // {})->{rating};
	return any { $_ == 0 } @ratings;
}

# Whether what a statement says of a source's basis is but the word of a discredited source about another (reading 6).
# Ratings and affiliations that it says hold all the same (reading 7).
sub is_worthless
{
	my ($statement, $key, $discredited) = @_;
	my ($speaker, $author) = @$statement{qw(speaker author)};

	return 1 if $key ne $speaker && $discredited->{$speaker};
	return defined $author && $key ne $speaker && $key ne $author && $discredited->{$author};
}

# The bases that statements give to the sources of a side, and those of whom only worthless ones give any (reading 5)
sub stated_bases
{
	my ($discredited, $side, @statements) = @_;
	my (%basis, %doubtful);

	foreach my $statement (@statements)
	{
		while (my ($key, $grounds) = each %{ $statement->{said}{side}{$side}{basis} })
		{
			my $into = is_worthless($statement, $key, $discredited) ? \%doubtful : \%basis;
			$into->{$key}{$_} = 1 foreach keys %$grounds;
		}
	}
	return (\%basis, grep { !$basis{$_} } keys %doubtful);
}

# ---- Rule 4: a person who says both yes and no

# Whether a source says so on its own word: its own statement, first-hand or without basis (readings 10 and 19)
sub says_itself
{
	my ($key, $side, @statements) = @_;
	return any(
		sub {
			my $basis = $_->{said}->basis($side, $key);
			$_->{speaker} eq $key && $_->{side} eq $side && (!%$basis || $basis->{ +FIRSTHAND });
		},
		@statements);
}

# The persons whose own word carries nothing on a side: those who deny themselves and, against, affirm themselves too
sub worth_nothing
{
	my ($self, $side, @statements) = @_;
	my %speakers = map { $_->{speaker} => 1 } @statements;

	return grep {
		$self->facts($_)->{is_person}
		  && says_itself($_, 'against', @statements)
		  && ($side eq 'for' || says_itself($_, 'for', @statements))
	} sort keys %speakers;
}

# Its basis is itself, beside those it passes on (readings 8 and 9)
sub passes_only_on
{
	my ($key, $basis) = @_;
	return if $basis->{$key} && !$basis->{$key}{ +FIRSTHAND };
	delete $basis->{$key}{ +FIRSTHAND };
	$basis->{$key}{ cite($key) } = 1;
}

# ---- Rule 5: a source that does not say from whom adds nothing

# Gives a basis to who has none on a side: whom it relies on, else someone unknown (readings 11 to 15)
sub lean
{
	my ($self, $evidence, $side, $only_in_copies, $at) = @_;
	my %mentioned = map { $_ => 1 } $evidence->mentioned($side);

	foreach my $key (grep { !%{ $evidence->basis($side, $_) } } sort keys %mentioned)
	{
		my $facts = $self->facts($key, $at);
		my @relied_on = @{ $facts->{relies_on} };
		my @upon = grep { $mentioned{$_} || $self->is_discredited($evidence, $_, $at) } @relied_on;
		foreach my $other (@upon)
		{
			$self->add_standing($evidence, $other, $at);
			$evidence->add_basis($side, $key, cite($other));
		}
		$evidence->add_basis($side, $key, UNKNOWN)
		  if !@upon && ($facts->{passes_on} || @relied_on || $only_in_copies->{$key});
	}
}

# ---- Together

sub gather_side
{
	my ($self, $evidence, $side, $statements, $at) = @_;
	my @here = grep { $_->{side} eq $side } @$statements;
	my %discredited = map { $_ => 1 } grep { $self->is_discredited($evidence, $_, $at) } keys %{ $evidence->{source} };
	my ($basis, @in_doubt) = stated_bases(\%discredited, $side, @here);

	passes_only_on($_, $basis) foreach $self->worth_nothing($side, @$statements);
	$basis->{$_} //= { UNKNOWN() => 1 } foreach @in_doubt;    # unless rule 4 gave one (reading 8)
	$evidence->{side}{$side}{basis} = $basis;
	$self->lean($evidence, $side, only_in_copies($side, @here), $at);
}

sub evidence
{
	my ($self, $claim, $at) = @_;
	my @statements = map { $self->statement($_) } $self->counting($claim, $at);
	my $evidence = Model::Evidence->new->merge(map { $_->{said} } @statements);

	$self->add_standing($evidence, $_, $at) foreach keys %{ $evidence->{source} };
	$self->gather_side($evidence, $_, \@statements, $at) foreach @SIDES;
	return $evidence->without_orphans;
}

# The persons who count for neither side of a claim, because they say both
sub says_both
{
	my ($self, $claim) = @_;
	return $self->worth_nothing('against', map { $self->statement($_) } $self->counting($claim));
}

# ---- Flag, status and ruling

sub is_flagged_claim
{
	my ($self, $claim) = @_;
	return is_flagged($self->evidence($claim), $self->{threshold}, $self->{minimum_support});
}

# corroborated_at, from what it was: set when the flag is raised, kept while it stays, cleared when it falls
sub corroborated_at
{
	my ($self, $claim, $before, $now) = @_;
	return $self->is_flagged_claim($claim) ? $before // $now : undef;
}

sub status_of { my ($self, $claim) = @_; return status($self->evidence($claim), $self->{threshold}) }
sub is_denied { my ($self, $claim) = @_; return denied($self->evidence($claim), $self->{threshold}) }

# The verdict of the latest ruling, undef if there is none or it ended those before
sub ruling_of
{
	my ($self, $claim) = @_;
	my $id = max(map { $_->{id} } grep { $_->{claim} == $claim } @{ $self->{ruling} });
	return undef if !defined $id;
	my $verdict = (first { $_->{id} == $id } @{ $self->{ruling} })->{verdict};
	return $verdict eq 'release' ? undef : $verdict;
}

# A ruling goes before the flag
sub is_cleared
{
	my ($self, $claim) = @_;
	my $verdict = $self->ruling_of($claim);
	return defined $verdict ? ($verdict eq 'confirm' ? 1 : 0) : $self->is_flagged_claim($claim);
}

1;
