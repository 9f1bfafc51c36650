#!/usr/bin/perl
#
# What must hold of every ledger, through the database: ledgers made at random are written down in every way that there is,
# and changed in ways that must move nothing, or raise nothing. test/model/properties.t asks the same of the model alone.
# The server is the one that PGHOST and so on lead to.
#
#   CORROBORATE_SEED     the first seed; that of the time, if none is given
#   CORROBORATE_LEDGERS  how many times as many ledgers as usual (1)

use strict;
use warnings;

use Cwd qw(abs_path);
use File::Basename qw(dirname);
use List::Util qw(max);
use Test::More;

use lib map { dirname(abs_path(__FILE__)) . "/../$_" } 'lib', 'model';
use Model::Dice;
use Model::Properties;
use Model::Random;
use Session;

use constant { CLAIM => 1, LEAST => 1e-9 };

my $seed = $ENV{CORROBORATE_SEED} // time % 1_000_000;
my $ledgers = 80 * ($ENV{CORROBORATE_LEDGERS} // 1);
my %few = (names => [qw(a b c d e f)], spellings => [qw(x y)], affiliations => ['m']);

my $session = Session->new("corroborate_properties_$$");
my $dice;

sub query { return $session->query(@_) }
sub literal { return Session::literal(@_) }

# ---- Rows as SQL

my $columns = 'claim, id, said, document, replaces, accepted_at, accepted_by, retracted_at, retraction_reason';

sub words
{
	my ($claim, $row) = @_;
	my $pending = !defined $row->{accepted_at};
	my $retracted = defined $row->{retracted_at};
	return ($claim, $row->{id}, literal($row->{said}), $row->{document} // 'NULL', $row->{replaces} // 'NULL',
		$pending ? ('NULL', 'NULL') : ('statement_timestamp()', 'current_user'), $retracted ? ('statement_timestamp()', "'so'") : ('NULL', 'NULL'));
}

sub tuple { return '(' . join(', ', words(@_)) . ')' }
sub insert { my ($claim, @rows) = @_; return @rows ? "INSERT INTO attestation ($columns) VALUES " . join(', ', map { tuple($claim, $_) } @rows) : () }
sub in_statements { return join(";\n", @_) }

# Rows that replace others come after these, in statements of their own
sub generations
{
	my (@rows) = @_;
	my %row = map { $_->{id} => $_ } @rows;
	my @generations;

	foreach my $row ($dice->shuffled(@rows))
	{
		my $depth = 0;
		for (my $other = $row; defined $other->{replaces}; $other = $row{ $other->{replaces} }) { $depth++ }
		push(@{ $generations[$depth] }, $row);
	}
	return @generations;
}

sub in_order { return map { @$_ } generations(@_) }

# In batches of any size
sub batches
{
	my (@rows) = @_;
	my @batches;
	while (@rows) { push(@batches, [ splice(@rows, 0, 1 + $dice->below(4)) ]) }
	return @batches;
}

# The same row as it was typed by mistake
sub mistyped
{
	my ($row, @rows) = @_;
	return { %$row, said => $dice->one_of(map { $_->{said} } @rows), document => undef, replaces => undef };
}

sub also { my ($row, %columns) = @_; return { %$row, %columns } }

# ---- Ways of writing rows about a claim

sub one_by_one { my ($claim, @rows) = @_; query(in_statements(map { insert($claim, $_) } in_order(@rows))) }
sub at_once { my ($claim, @rows) = @_; query(in_statements(map { insert($claim, @$_) } generations(@rows))) }
sub in_batches { my ($claim, @rows) = @_; query(in_statements(map { insert($claim, @$_) } map { batches(@$_) } generations(@rows))) }

sub by_copy
{
	my ($claim, @rows) = @_;
	foreach my $batch (map { batches(@$_) } generations(@rows))
	{
		my ($now) = query('SELECT clock_timestamp()');
		my @lines = map {
			my $row = $_;
			join("\t", map { $_ // '\N' } $claim, $row->{id}, $row->{said} =~ s/\\/\\\\/gr, $row->{document}, $row->{replaces},
				defined $row->{accepted_at} ? ($now, 'me') : (undef, undef), defined $row->{retracted_at} ? ($now, 'so') : (undef, undef), $now)
		} @$batch;
		query("COPY attestation ($columns, recorded_at) FROM STDIN;\n" . join("\n", @lines, '\.') . "\nSELECT 1");
	}
}

# Numbers are the ledger's; what is pending is not attested
sub by_attest
{
	my ($claim, @rows) = @_;
	my %id;
	foreach my $row (in_order(@rows))
	{
		my $document = $row->{document} // 'NULL';
		my $replaces = defined $row->{replaces} ? $id{ $row->{replaces} } : 'NULL';
		my $said = literal($row->{said});
		my ($id) = query(defined $row->{accepted_at} ? "SELECT attestation FROM attest($claim, $said, document => $document, replaces => $replaces)"
			: "INSERT INTO attestation AS a (claim, said, document, replaces, accepted_at, accepted_by) VALUES ($claim, $said, $document, $replaces, NULL, NULL) RETURNING id");
		$id{ $row->{id} } = $id;
	}
	query(in_statements(map { defined $_->{accepted_at} ? "SELECT FROM retract_attestation($claim, $id{ $_->{id} }, 'so')"
		: "UPDATE attestation SET retracted_at = statement_timestamp(), retraction_reason = 'so' WHERE claim = $claim AND id = $id{ $_->{id} }" }
		grep { defined $_->{retracted_at} } $dice->shuffled(@rows)));
}

my $is_so = 'said = r.said::attribution, document = r.document, replaces = r.replaces';

sub as_table
{
	my (@rows) = @_;
	return 'jsonb_to_recordset(' . Session::rows([ map { +{ id => $_->{id}, said => $_->{said}, document => $_->{document}, replaces => $_->{replaces} } } @rows ])
	  . ') AS r (id bigint, said text, document bigint, replaces bigint)';
}

sub by_update
{
	my ($claim, @rows) = @_;
	query(in_statements(insert($claim, map { mistyped($_, @rows) } @rows),
		map { "UPDATE attestation AS a SET $is_so FROM " . as_table(@$_) . " WHERE a.claim = $claim AND a.id = r.id" } batches($dice->shuffled(@rows))));
}

sub by_deleting
{
	my ($claim, @rows) = @_;
	my $last = max(map { $_->{id} } @rows);
	my @more = map { also(mistyped($_, @rows), id => ++$last) } $dice->some_of(3, @rows);
	my %replaced = map { $_ => 1 } grep { defined } map { $_->{replaces} } @rows;
	my @again = $dice->some_of(2, grep { !$replaced{ $_->{id} } } @rows);
	at_once($claim, @rows, @more);
	query(in_statements("DELETE FROM attestation WHERE claim = $claim AND id IN (" . join(', ', map { $_->{id} } @more, @again) . ')', insert($claim, @again)));
}

sub by_merge
{
	my ($claim, @rows) = @_;
	my @there = $dice->some_of(1 + int(@rows / 2), @rows);
	query(in_statements(insert($claim, map { mistyped($_, @rows) } @there),
		map { "MERGE INTO attestation AS a USING (VALUES " . join(', ', map { tuple($claim, $_) } @$_)
			. ") AS r ($columns) ON a.claim = r.claim AND a.id = r.id WHEN MATCHED THEN UPDATE SET " . ($is_so =~ s/r\.(document|replaces)/r.$1::bigint/gr)
			. " WHEN NOT MATCHED THEN INSERT ($columns) VALUES (r.claim, r.id, r.said::attribution, r.document::bigint, r.replaces::bigint, "
			. 'r.accepted_at::timestamptz, r.accepted_by::name, r.retracted_at::timestamptz, r.retraction_reason)' } generations(@rows)));
}

sub by_conflict
{
	my ($claim, @rows) = @_;
	query(in_statements(insert($claim, map { mistyped($_, @rows) } $dice->some_of(1 + int(@rows / 2), @rows)),
		map { insert($claim, @$_) . ' ON CONFLICT (claim, id) DO UPDATE SET ' . ($is_so =~ s/r\.(\w+)(::attribution)?/excluded.$1/gr) } generations(@rows)));
}

sub accepted_later
{
	my ($claim, @rows) = @_;
	at_once($claim, map { also($_, accepted_at => undef, retracted_at => undef) } @rows);
	my $these = sub { "claim = $claim AND id IN (" . join(', ', map { $_->{id} } @{ $_[0] }) . ')' };
	query(in_statements(
		map({ 'UPDATE attestation SET accepted_at = statement_timestamp() WHERE ' . $these->($_) } batches($dice->shuffled(grep { defined $_->{accepted_at} } @rows))),
		map({ "UPDATE attestation SET retracted_at = statement_timestamp(), retraction_reason = 'so' WHERE " . $these->($_) }
			batches($dice->shuffled(grep { defined $_->{retracted_at} } @rows)))));
}

my %way = (one_by_one => \&one_by_one, at_once => \&at_once, in_batches => \&in_batches, by_copy => \&by_copy, by_attest => \&by_attest,
	by_update => \&by_update, by_deleting => \&by_deleting, by_merge => \&by_merge, by_conflict => \&by_conflict, accepted_later => \&accepted_later);

# ---- A ledger's sources and documents; the claims written first know only their names

sub names
{
	my ($ledger) = @_;
	return in_statements(
		'INSERT INTO source (key) VALUES ' . join(', ', map { '(' . literal($_->{key}) . ')' } @{ $ledger->{source} }),
		map({ "INSERT INTO source_alias (alias, source) VALUES (" . literal($_->{alias}) . ', ' . literal($_->{source}) . ')' } @{ $ledger->{source_alias} }),
		map({ "INSERT INTO document (id) VALUES ($_->{id})" } @{ $ledger->{document} }));
}

sub array { return "'{" . join(',', @{ $_[0] // [] }) . "}'" }
sub truth { return defined $_[0] ? $_[0] ? 'true' : 'false' : 'NULL' }

sub facts
{
	my ($ledger) = @_;
	return in_statements(
		map({ sprintf('UPDATE source SET kind = %s, passes_on = %s, relies_on = %s, affiliations = %s, reliability = %s WHERE key = %s',
			literal($_->{kind} // 'other'), truth($_->{passes_on}), array($_->{relies_on}), array($_->{affiliations}), $_->{reliability} // 'NULL', literal($_->{key})) }
			$dice->shuffled(@{ $ledger->{source} })),
		map({ sprintf('UPDATE document SET publisher = %s, republishes = %s WHERE id = %s', literal($_->{publisher}), $_->{republishes} // 'NULL', $_->{id}) }
			$dice->shuffled(@{ $ledger->{document} })));
}

# ---- Claims

my $last_claim;

sub new_claim
{
	my ($write, @rows) = @_;
	my $claim = ++$last_claim;
	query("INSERT INTO claim (id, statement) VALUES ($claim, 'claim')");
	$write->($claim, @rows);
	return $claim;
}

sub evidence { my ($claim) = @_; return (query("SELECT evidence FROM claim WHERE id = $claim"))[0] }

my %figure = (corroboration => 'corroboration', firsthand => 'corroboration_firsthand(evidence)', contradiction => 'contradiction(evidence)',
	support => 'support::float8', denial => 'denial(evidence)::float8');
my @figures = sort keys %figure;

sub figures
{
	my ($claim) = @_;
	my %of;
	@of{ @figures, 'evidence' } = split(/\|/, (query("SELECT concat_ws('|', " . join(', ', map { "coalesce(($figure{$_})::float8, -1)" } @figures) . ", evidence) FROM claim WHERE id = $claim"))[0]);
	return \%of;
}

# Each of these returns what is wrong, or nothing; and nothing, too, where the ledger has nothing to try it on

my (%tried, %wrong);

sub differ
{
	my ($what, @claims) = @_;
	my ($one, $other) = map { evidence($_) } @claims;
	return $one eq $other ? () : "$what: $one and $other";
}

sub raised
{
	my ($what, $before, $after, @which) = @_;
	my ($low, $high) = map { figures($_) } $before, $after;
	my @higher = grep { $high->{$_} > $low->{$_} + LEAST } @which;
	return @higher ? "$what: $higher[0] from $low->{$higher[0]} to $high->{$higher[0]}, $low->{evidence} to $high->{evidence}" : ();
}

sub next_id { my ($ledger) = @_; return 1 + max(0, map { $_->{id} } @{ $ledger->{attestation} }) }
sub said { my ($ledger, $said, %columns) = @_; return { id => next_id($ledger), said => $said, accepted_at => 1, %columns } }
sub one_counting { my ($ledger) = @_; my @rows = $ledger->counting(CLAIM); return @rows ? $dice->one_of(@rows) : undef }

# What it is compared with is the claim that has the ledger's rows
sub with_one_more { my ($ledger, @more) = @_; return new_claim(sub { my ($claim) = @_; at_once(@_); query(insert($claim, @more)) }, @{ $ledger->{attestation} }) }

sub repetition
{
	my ($ledger, $is) = @_;
	my $row = one_counting($ledger) or return;
	$tried{repetition}++;
	return differ("$row->{said} again", $is, with_one_more($ledger, said($ledger, $row->{said}, document => $row->{document})));
}

sub correction
{
	my ($ledger) = @_;
	my $row = one_counting($ledger) or return;
	my $said = $dice->one_of(Model::Properties::words_of(Model::Properties::speaker($row), Model::Properties::sources($ledger)));
	my %gone = map { $_->{id} => 1 } Model::Properties::with_replaced($ledger, $row);
	$tried{correction}++;
	return differ("$row->{said} replaced by $said", with_one_more($ledger, said($ledger, $said, replaces => $row->{id})),
		new_claim(\&at_once, said($ledger, $said), map { also($_, replaces => $gone{ $_->{replaces} // -1 } ? undef : $_->{replaces}) }
			grep { !$gone{ $_->{id} } } @{ $ledger->{attestation} }));
}

sub no_part
{
	my ($ledger) = @_;
	my %replaced = map { $_ => 1 } grep { defined } map { $_->{replaces} } @{ $ledger->{attestation} };
	my $row = one_counting($ledger);
	return if !$row || $replaced{ $row->{id} };
	my ($retracted, $pending) = map { my %columns = %$_; new_claim(\&at_once, map { $_ == $row ? also($_, %columns) : $_ } @{ $ledger->{attestation} }) }
	  { retracted_at => 1 }, { accepted_at => undef };
	my $removed = new_claim(\&at_once, grep { $_ != $row } @{ $ledger->{attestation} });
	$tried{no_part}++;
	return (differ("$row->{said} retracted, or never typed", $retracted, $removed), differ("$row->{said} pending, or never typed", $pending, $removed));
}

# Somebody republishes what its publisher says, and says so in whatever words
sub copy_in_document
{
	my ($ledger) = @_;
	my $row = one_counting($ledger) or return;
	my $publisher = $ledger->key_of(Model::Properties::speaker($row));
	my ($original) = query('INSERT INTO document (id, publisher) SELECT coalesce(max(id), 0) + 1, ' . literal($publisher) . ' FROM document RETURNING id');
	my $document = { id => $original, publisher => $publisher, republishes => undef };
	my $published = Model::Properties::plus(Model::Properties::changed($ledger, $row, document => $original), 'document', $document);
	my @copiers = Model::Properties::apart($published);
	return if !@copiers || !Model::Properties::says_publisher($published, $document, $row);
	my $copier = $dice->one_of(@copiers);
	my ($copy) = query('INSERT INTO document (id, publisher, republishes) VALUES (' . join(', ', $original + 1, literal($copier), $original) . ') RETURNING id');
	my $is = new_claim(\&at_once, @{ $published->{attestation} });
	$tried{copy_in_document}++;
	return map { my $said = Model::Properties::said_by($copier, $row->{said}, $_);
		raised("$said in a copy", $is, with_one_more($published, said($ledger, $said, document => $copy)), @figures) } '', 'first-hand', 'the same';
}

sub citation
{
	my ($ledger, $is) = @_;
	my $row = one_counting($ledger) or return;
	my @copiers = Model::Properties::apart($ledger) or return;
	my $denies = $row->{said} =~ /^!/ ? '!' : '';
	my $said = $denies . $dice->one_of(@copiers) . '<' . Model::Properties::quoted(Model::Properties::speaker($row));
	$tried{citation}++;
	return raised($said, $is, with_one_more($ledger, said($ledger, $said)), @figures);
}

sub own_denial
{
	my ($ledger, $is) = @_;
	my @persons = grep { Model::Properties::joins_nobody($ledger, $ledger->key_of($_)) } Model::Properties::sources($ledger);
	return if !@persons;
	my $person = $dice->one_of(@persons);
	$tried{own_denial}++;
	return map { raised($_, $is, with_one_more($ledger, said($ledger, $_)), qw(corroboration firsthand support)) } "!$person", "!$person<*";
}

my %property = (repetition => \&repetition, correction => \&correction, no_part => \&no_part, copy_in_document => \&copy_in_document, citation => \&citation,
	own_denial => \&own_denial);

# ---- One ledger after another

sub wrong { my ($what, @lines) = @_; push(@{ $wrong{$what} }, @lines) }

sub try_ledger
{
	my ($number) = @_;
	my $random = Model::Random->new(seed => $number, %few);
	$random->next_operation for 1 .. 10 + $number % 16;
	my $ledger = $random->ledger;
	my @rows = @{ $ledger->{attestation} } or return;

	$dice = Model::Dice->new($number);
	query("BEGIN;\n" . names($ledger));
	$last_claim = 0;
	my @ways = $dice->shuffled(sort keys %way);
	my %claim = map { $_ => new_claim($way{$_}, @rows) } @ways[ 0 .. $#ways / 2 ];
	query(facts($ledger));
	$claim{$_} = new_claim($way{$_}, @rows) foreach grep { !$claim{$_} } @ways;

	my $should = $ledger->evidence(CLAIM)->text;
	foreach my $way (@ways)
	{
		my $is = evidence($claim{$way});
		$tried{$way}++;
		wrong($way, "seed $number, $way: $is, not $should") if $is ne $should;
	}
	foreach my $name ($dice->shuffled(sort keys %property))
	{
		wrong($name, map { "seed $number, $name: $_" } $property{$name}->($ledger, $claim{at_once}));
	}
	my @problems = query(q{SELECT claim, problem, stored, expected FROM check_evidence('attestation')});
	$tried{gathered_again}++;
	wrong('gathered_again', map { "seed $number: $_" } @problems);
	query('ROLLBACK');
}

note("seed $seed");
query("SELECT create_ledger('random')");
query('SET search_path = random, public');
foreach my $number ($seed .. $seed + $ledgers - 1)
{
	try_ledger($number);
}

my @properties = (sort(keys %way), sort(keys %property), 'gathered_again');
foreach my $name (@properties)
{
	is($wrong{$name}[0], undef, "$name, tried $tried{$name} times (seed $seed)");
}
is(join(' ', grep { ($tried{$_} // 0) < $ledgers / 10 } @properties), '', 'and all were tried often');
done_testing();
