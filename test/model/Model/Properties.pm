# Model/Properties.pm: what must hold of every ledger, whatever is in it.
#
# Each property is a function of a ledger about claim 1. It returns nothing if the property holds there, else a line
# that says what was done and what came of it. All that could be done is tried, so that a ledger can be made smaller as
# long as the property fails. README.md says which hold without exception.

package Model::Properties;

use strict;
use warnings;

use List::Util qw(max);
use Model::Dice;
use Model::Evidence;
use Model::Figures qw(corroboration corroboration_firsthand contradiction support denial);
use Model::InPlace qw(may_merge merged);
use Model::Ledger;
use Model::Shrink;

use constant CLAIM => 1;
use constant { LEAST => 1e-9, NULL => -1 };

my %figure = (
	corroboration => \&corroboration,
	firsthand => \&corroboration_firsthand,
	contradiction => \&contradiction,
	support => \&support,
	denial => \&denial,
);
my @supporting = qw(corroboration firsthand support);
my @all = (@supporting, qw(contradiction denial));

# ---- Changed ledgers

sub with { my ($ledger, $table, @rows) = @_; return Model::Shrink::with($ledger, $table, \@rows) }
sub plus { my ($ledger, $table, @rows) = @_; return with($ledger, $table, @{ $ledger->{$table} }, @rows) }

sub minus
{
	my ($ledger, @gone) = @_;
	my %gone = map { $_->{id} => 1 } @gone;
	return with($ledger, 'attestation', grep { !$gone{ $_->{id} } } @{ $ledger->{attestation} });
}

sub changed
{
	my ($ledger, $row, %columns) = @_;
	return with($ledger, 'attestation', map { $_ == $row ? { %$row, %columns } : $_ } @{ $ledger->{attestation} });
}

sub new_row
{
	my ($ledger, $said, %columns) = @_;
	my $id = 1 + max(0, map { $_->{id} } @{ $ledger->{attestation} });
	return {
		claim => CLAIM, id => $id, said => $said, document => undef, replaces => undef,
		accepted_at => 1, retracted_at => undef, %columns };
}

sub also_said { my ($ledger, $said, %columns) = @_; return plus($ledger, 'attestation', new_row($ledger, $said, %columns)) }

# ---- Comparing

sub text { my ($ledger) = @_; return $ledger->evidence(CLAIM)->text }

sub differ
{
	my ($what, $one, $other) = @_;
	my @texts = map { text($_) } $one, $other;
	return $texts[0] eq $texts[1] ? () : "$what: $texts[0] and $texts[1]";
}

# The first answer of $check
sub first_of
{
	my ($check, @things) = @_;
	foreach my $thing (@things)
	{
		my ($answer) = $check->($thing);
		return $answer if defined $answer;
	}
	return;
}

# The first of the figures that is higher for the second ledger. With "but unknown" among them a count may rise from 0
# to 1, where all that is left is someone unknown.
sub raised
{
	my ($what, $before, $after, @figures) = @_;
	my ($low, $high) = map { $_->evidence(CLAIM) } $before, $after;
	my $but_unknown = grep { $_ eq 'but unknown' } @figures;

	return if $low->text eq $high->text;
	foreach my $name (grep { $figure{$_} } @figures)
	{
		my ($from, $to) = map { $figure{$name}->($_) // NULL } $low, $high;
		next if $but_unknown && $name =~ /^(?:corroboration|contradiction)$/ && $from == 0 && $to == 1;
		return sprintf('%s: %s from %s to %s, %s to %s',
			$what, $name, map({ $_ == NULL ? 'NULL' : $_ } $from, $to), map { $_->text } $low, $high)
		  if $to > $from + LEAST;
	}
	return;
}

sub counting { my ($ledger) = @_; return $ledger->counting(CLAIM) }
sub sources { my ($ledger) = @_; return map { $_->{key} } @{ $ledger->{source} } }
sub quoted { return Model::Evidence::key_text($_[0]) }

# ---- Rows that count, and those that do not

# The set of rows alone decides
sub order
{
	my ($ledger) = @_;
	my $dice = Model::Dice->new(1);
	my $shuffled = $ledger;

	$shuffled = with($shuffled, $_, $dice->shuffled(@{ $ledger->{$_} })) foreach @Model::Ledger::TABLES;
	return differ('rows in another order', $ledger, $shuffled);
}

# What counts may be typed again
sub repetition
{
	my ($ledger) = @_;
	return first_of(
		sub {
			my ($row) = @_;
			my $again = also_said($ledger, $row->{said}, document => $row->{document}, replaces => $row->{replaces});
			return differ("attestation $row->{id} again", $ledger, $again);
		},
		counting($ledger));
}

# A row that was replaced, and what it replaced in turn, is as if it had never been typed
sub correction
{
	my ($ledger) = @_;
	return first_of(
		sub {
			my ($row, $said) = @{ $_[0] };
			my $corrected = also_said($ledger, $said, replaces => $row->{id});
			my $typed = also_said(minus($ledger, with_replaced($ledger, $row)), $said);
			return differ("attestation $row->{id} replaced by $said", $corrected, $typed);
		},
		map { my $row = $_; map { [ $row, $_ ] } words_of(speaker($row), sources($ledger)) } counting($ledger));
}

sub speaker { my ($row) = @_; return (Model::Evidence->read_statement($row->{said})->statement)[0] }

sub words_of
{
	my ($key, @others) = @_;
	my $name = quoted($key);
	return ($name, "!$name", "$name<*", map { "$name<" . quoted($_) } @others[ 0 .. $#others && 1 ]);
}

# A row and all that it replaced in turn
sub with_replaced
{
	my ($ledger, $row) = @_;
	my %row = map { $_->{id} => $_ } @{ $ledger->{attestation} };
	my @rows;

	for (; $row; $row = defined $row->{replaces} ? $row{ $row->{replaces} } : undef) { push @rows, $row }
	return @rows;
}

# A row that is retracted or pending is as if it had never been typed, but for what is written about it
sub no_part
{
	my ($ledger) = @_;
	return first_of(
		sub {
			my ($row) = @_;
			my $retracted = changed($ledger, $row, retracted_at => 1);
			return differ("attestation $row->{id} retracted or removed", $retracted, minus($ledger, $row))
			  || differ("attestation $row->{id} retracted or pending", $retracted, changed($ledger, $row, accepted_at => undef));
		},
		grep { my $row = $_; !grep { ($_->{replaces} // -1) == $row->{id} } @{ $ledger->{attestation} } } counting($ledger));
}

# Another spelling is the same as the key
sub other_spelling
{
	my ($ledger) = @_;
	my %registered = map { $_ => 1 } sources($ledger);

	return first_of(
		sub {
			my ($alias, $source) = @{ $_[0] }{qw(alias source)};
			my $name = sub { $_[0] eq $alias ? $source : $_[0] };
			my $renamed = with($ledger, 'source_alias', grep { $_->{alias} ne $alias } @{ $ledger->{source_alias} });
			$renamed = with($renamed, 'attestation', map { +{ %$_, said => renamed($_->{said}, $name) } } @{ $ledger->{attestation} });
			$renamed = with($renamed, 'source',
				map { +{ %$_, names($_, $name) } } @{ $ledger->{source} });
			return differ("$source for $alias", $ledger, $renamed);
		},
		grep { !$registered{ $_->{alias} } } @{ $ledger->{source_alias} });
}

sub renamed
{
	my ($said, $name) = @_;
	return Model::Evidence->read_statement($said)->renamed($name)->text =~ s/^\{(.*)\}$/$1/r;
}

# The columns of a source that hold names
sub names
{
	my ($source, $name) = @_;
	return map { $_ => [ map { $name->($_) } @{ $source->{$_} // [] } ] } qw(relies_on affiliations);
}

# ---- What adds nothing

# Whether a source counts for itself in a ledger: it is mentioned on no side yet, and no affiliation joins it to others.
# A unit knows what any of its sources knows, and is as good as the best of them, so others may add to their units.
sub is_apart
{
	my ($ledger, $name) = @_;
	my $key = $ledger->key_of($name);
	my $evidence = $ledger->evidence(CLAIM);
	my %named = map { $_ => 1 } map { ($_, keys %{ $evidence->{source}{$_}{affiliation} }) } keys %{ $evidence->{source} };
	return !grep { $named{$_} } $key, @{ $ledger->facts($key)->{affiliations} };
}

sub apart { my ($ledger) = @_; return grep { is_apart($ledger, $_) } sources($ledger) }

# A document that republishes what its publisher says, and says so in whatever words
sub copy_in_document
{
	my ($ledger) = @_;
	my %document = map { $_->{id} => $_ } @{ $ledger->{document} };
	my $next = 1 + max(0, keys %document);
	my @copiers = apart($ledger);

	return first_of(
		sub {
			my ($row, $copier) = @{ $_[0] };
			my $copied = plus($ledger, 'document', { id => $next, publisher => $copier, republishes => $row->{document} });
			return first_of(
				sub { raised("$_[0] in a copy by $copier", $ledger, also_said($copied, $_[0], document => $next), @all) },
				map { said_by($copier, $row->{said}, $_) } '', 'first-hand', 'the same');
		},
		map { my $row = $_; map { [ $row, $_ ] } @copiers }
		  grep { says_publisher($ledger, $document{ $_->{document} // '' }, $_) } counting($ledger));
}

# Whether a row is in a document and its publisher's own, who is not discredited
sub says_publisher
{
	my ($ledger, $document, $row) = @_;
	my ($speaker) = $ledger->said_by_key($row);
	return $document && defined $document->{publisher} && $ledger->key_of($document->{publisher}) eq $speaker
	  && !$ledger->is_discredited($ledger->evidence(CLAIM), $speaker);
}

# A statement as another source would repeat it: without a basis, first-hand, or with the same basis
sub said_by
{
	my ($speaker, $said, $how) = @_;
	my ($key, $side) = Model::Evidence->read_statement($said)->statement;
	my $name = ($side eq 'against' ? '!' : '') . quoted($speaker);

	return $name if $how eq '';
	return "$name<*" if $how eq 'first-hand';
	return $said =~ /^[^<]*<(.*)$/s ? "$name<$1" : $name;
}

# Somebody who has it from one who says so already
sub citation
{
	my ($ledger) = @_;
	return first_of(
		sub {
			my ($row, $copier) = @{ $_[0] };
			my ($speaker, $side) = Model::Evidence->read_statement($row->{said})->statement;
			my $said = ($side eq 'against' ? '!' : '') . quoted($copier) . '<' . quoted($speaker);
			return raised($said, $ledger, also_said($ledger, $said), @all);
		},
		map { my $row = $_; map { [ $row, $_ ] } apart($ledger) } counting($ledger));
}

# A person's own denial supports nothing, unless his affiliations join others who were not joined before
sub own_denial
{
	my ($ledger) = @_;
	return first_of(
		sub { raised($_[0], $ledger, also_said($ledger, $_[0]), @supporting) },
		map { my $name = quoted($_); ("!$name", "!$name<*") } grep { joins_nobody($ledger, $ledger->key_of($_)) } sources($ledger));
}

# Whether another mention of a person joins no units
sub joins_nobody
{
	my ($ledger, $key) = @_;
	my $facts = $ledger->facts($key);
	return $facts->{is_person} && (!@{ $facts->{affiliations} } || exists $ledger->evidence(CLAIM)->{source}{$key});
}

# Discrediting a source
sub discrediting
{
	my ($ledger) = @_;
	return first_of(
		sub {
			my ($key) = @_;
			my $discredited = with($ledger, 'source', map { $_->{key} eq $key ? { %$_, reliability => 0 } : $_ } @{ $ledger->{source} });
			return raised("$key discredited", $ledger, $discredited, @all, 'but unknown');
		},
		sources($ledger));
}

# What a discredited source says, of itself or of others; see README.md for why nobody may rely on others here, or
# republish them, or belong to anything
sub discredited_word
{
	my ($ledger) = @_;
	$ledger = with($ledger, 'source', map { +{ %$_, relies_on => [], affiliations => [] } } @{ $ledger->{source} });
	$ledger = with($ledger, 'document', map { +{ %$_, republishes => undef } } @{ $ledger->{document} });
	my @names = map { quoted($_) } sources($ledger);
	my @liars = map { quoted($_->{key}) } grep { defined $_->{reliability} && $_->{reliability} == 0 } @{ $ledger->{source} };

	return first_of(
		sub { raised($_[0], $ledger, also_said($ledger, $_[0]), @all, 'but unknown') },
		map { ($_, "!$_") } map { my $liar = $_; ($liar, map { ("$liar<$_", "$liar<$_<*", "$liar<$_<$names[0]") } @names) } @liars);
}

# What a source says adds up: a statement without a basis takes nothing from its side, unless some rely on one another in
# a circle
sub statement
{
	my ($ledger) = @_;
	return if relies_in_a_circle($ledger);
	return first_of(
		sub {
			my ($said) = @_;
			return raised("all but $said", also_said($ledger, $said), $ledger, $said =~ /^!/ ? 'contradiction' : 'corroboration');
		},
		map { my $name = quoted($_); ($name, "!$name") } apart($ledger));
}

sub relies_in_a_circle
{
	my ($ledger) = @_;
	my %upon;
	foreach my $key (map { $ledger->key_of($_) } sources($ledger)) { $upon{$key} = $ledger->facts($key)->{relies_on} }

	foreach my $start (keys %upon)
	{
		my @next = @{ $upon{$start} };
		my %seen;
		while (defined(my $key = shift @next))
		{
			return 1 if $key eq $start;
			push @next, @{ $upon{$key} // [] } if !$seen{$key}++;
		}
	}
	return 0;
}

# ---- Evidence and history

# Text holds all of it
sub held_by_text
{
	my ($ledger) = @_;
	my $text = text($ledger);
	my $again = Model::Evidence->read($text)->text;
	return $again eq $text ? () : "$text reads as $again";
}

# As of now is what it is now
sub as_of_now
{
	my ($ledger) = @_;
	my @times = map { @$_{qw(accepted_at retracted_at)} } @{ $ledger->{attestation} };
	push @times, map { $_->{rated_at} } @{ $ledger->{source_rating} };
	my $now = max(0, grep { defined } @times);
	my ($is, $was) = (text($ledger), $ledger->evidence(CLAIM, $now)->text);
	return $is eq $was ? () : "now $is, as of now $was";
}

# Merging a row into what is stored is the same as gathering all rows again. Counts what was merged.
sub in_place_as_designed { my ($ledger, $count) = @_; return in_place($ledger, $count, 1) }

sub in_place
{
	my ($ledger, $count, $as_designed) = @_;
	return first_of(
		sub {
			my ($row) = @_;
			my $stored = minus($ledger, $row)->evidence(CLAIM);
			my $may = may_merge($ledger, $stored, $row, !$as_designed);
			$count->{ $may ? 'merged' : 'gathered' }++ if $count;
			return if !$may;
			my ($gathered, $merged) = map { $_->text } $ledger->evidence(CLAIM), merged($ledger, $stored, $row);
			return $gathered eq $merged ? () : "attestation $row->{id}: gathered $gathered, merged $merged";
		},
		counting($ledger));
}

1;
