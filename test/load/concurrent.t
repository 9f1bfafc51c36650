#!/usr/bin/perl
#
# Eight clients do everything that people do to a ledger, to the same few rows, at all isolation levels, one by one and in
# transactions of several statements, some of which are prepared. Meanwhile and afterwards each claim is what an independent
# model (test/model) says of the rows that there are, and its history joins up. Deadlocks are counted by what was being
# done: single statements have none. $CORROBORATE_LOAD_SECONDS says for how long, a minute unless given;
# $CORROBORATE_SEED, which operations. The server is the one that PGHOST and so on lead to; it must allow prepared
# transactions.

use strict;
use warnings;

use FindBin;
use lib "$FindBin::Bin/../lib", "$FindBin::Bin/../model";
use JSON::PP;
use Test::More;

use Cluster;
use Desk;
use Ledger;
use Model::Ledger;

use constant CLIENTS => 8;

my $seconds = $ENV{CORROBORATE_LOAD_SECONDS} // 60;
my $seed = $ENV{CORROBORATE_SEED} // time;
my $name = "corroborate_concurrent_$$";
my $server = Cluster::Database->new('postgres');
my $db = $server->create($name);
END { local $?; $server->drop($name) if $server }

srand($seed);
note("CORROBORATE_SEED=$seed");
Desk::create($db);
$server->query("ALTER DATABASE $name SET deadlock_timeout = '300ms'");

# ---- What the rows say, by the model, and what is stored

# All of it by one statement, so that it is of one moment. To the model, a source of kind other has none
my $tables = q{
	SELECT jsonb_build_object(
		'source', (SELECT jsonb_agg(jsonb_build_object('key', key, 'kind', nullif(kind, 'other'), 'passes_on', passes_on, 'relies_on', relies_on,
			'affiliations', affiliations, 'reliability', reliability::float8)) FROM newsroom.source),
		'source_alias', (SELECT jsonb_agg(jsonb_build_object('alias', alias, 'source', source)) FROM newsroom.source_alias),
		'document', (SELECT jsonb_agg(jsonb_build_object('id', id, 'publisher', publisher, 'republishes', republishes)) FROM newsroom.document),
		'attestation', (SELECT jsonb_agg(jsonb_build_object('claim', claim, 'id', id, 'said', said::text, 'document', document, 'replaces', replaces,
			'accepted_at', extract(epoch FROM accepted_at), 'retracted_at', extract(epoch FROM retracted_at))) FROM newsroom.attestation),
		'ruling', (SELECT jsonb_agg(jsonb_build_object('claim', claim, 'id', n, 'verdict', verdict))
			FROM (SELECT claim, verdict, row_number() OVER (ORDER BY at, id) AS n FROM newsroom.ruling) AS r),
		'claim', (SELECT jsonb_agg(jsonb_build_object('id', id, 'evidence', evidence::text, 'status', status::text, 'flagged', corroborated_at IS NOT NULL,
			'denied', denied, 'ruling', ruling, 'cleared', cleared)) FROM newsroom.claim))};

sub truth { return $_[0] ? 1 : 0 }

# Claims that are not as the model says
sub differences
{
	my $rows = decode_json($db->query($tables));
	$_ //= [] foreach values %$rows;
	my $ledger = Model::Ledger->new(%$rows);
	my @wrong;

	foreach my $claim (@{ $rows->{claim} })
	{
		my $id = $claim->{id};
		my @is = ($claim->{evidence}, $claim->{status}, truth($claim->{flagged}), truth($claim->{denied}), $claim->{ruling} // '-', truth($claim->{cleared}));
		my @should = ($ledger->evidence($id)->text, $ledger->status_of($id), truth($ledger->is_flagged_claim($id)), truth($ledger->is_denied($id)),
			$ledger->ruling_of($id) // '-', truth($ledger->is_cleared($id)));
		push(@wrong, "claim $id is     @is\n  should be @should") if "@is" ne "@should";
	}
	return (join("\n", @wrong), scalar @{ $rows->{claim} });
}

my %of_history = map { $_ => 1 } (
	'flags go up and down by turns, and so do disputes and denials',
	'each event begins where the one before it ended',
	'a flag was raised by becoming corroborated, and withdrawn by ceasing to be',
	'the last event is how the claim stands',
	'the last rating written down is that of the source');
my @checks = grep { $of_history{ $_->[0] } } Ledger::checks();
is(scalar @checks, scalar keys %of_history, 'all of these are checked');

sub unsound
{
	my ($wrong, $claims) = differences();
	foreach my $check (@checks)
	{
		my ($text) = $db->try($check->[1]);
		$wrong .= "not so: $check->[0]\n$text" if $text ne '';
	}
	return ($wrong, $claims);
}

# ---- The load: first of single statements alone, then of transactions too

my %outcome;

sub work
{
	my ($what, %how) = @_;
	my $for = $seconds / 2;
	my @loads = map { $db->start(Desk::script(%how, client => $_, seconds => $for, statements => 400 * $for + 1000), Desk::psql()) } 1 .. CLIENTS;
	my $until = time() + $for - 2;
	my ($wrong, $looks, $compared, $rest) = ('', 0, 0, '');

	while ($wrong eq '' && time() < $until)
	{
		($wrong, my $claims) = unsound();
		$compared += $claims;
		$looks++;
		sleep(1);
	}
	is($wrong, '', "$what: while it goes on, all is as it should be ($looks looks at $compared claims)");
	foreach my $load (@loads)
	{
		my ($text, $status) = $db->finish($load);
		is($status, 0, "$what: a client works to the end") or diag(substr($text, -1000));
		my %count = Desk::outcomes($text);
		$outcome{$_} += $count{$_} foreach keys %count;
		$rest .= join('', map { "$_\n" } grep { /^(psql|ERROR|FATAL|WARNING)/ && !/(ERROR|WARNING):\s+\w{5}$/ } split(/\n/, $text));
	}
	is($rest, '', "$what: nothing else is said") or diag(substr($rest, 0, 2000));
	($wrong) = unsound();
	is($wrong, '', "$what: afterwards all is as it should be") or diag(rows());
	is($db->query('SELECT count(*) FROM pg_prepared_xacts WHERE database = current_database()'), 0, "$what: nothing is left prepared");
}

# Sources and other spellings, to see where it comes from
sub rows
{
	return $db->query("SELECT concat_ws(' ', key, kind, passes_on, relies_on, affiliations, reliability) FROM newsroom.source ORDER BY key") . "\n"
	  . $db->query("SELECT alias || ' is ' || source FROM newsroom.source_alias ORDER BY 1");
}

work('single statements');
is(deadlocks(), 0, 'no single statement deadlocks');
work('transactions', transactions => 1);

sub deadlocks
{
	my %of;
	foreach my $what (grep { / 40P01$/ } keys %outcome)
	{
		my ($kind) = split(/ /, $what);
		$of{$kind} += $outcome{$what};
	}
	return join(', ', map { "$_: $of{$_}" } sort keys %of) || 0;
}

# ---- How it went

# What a statement may be answered with: done; not there any more; still in use; there already; not as it should be; to be
# tried again
my %answer = map { $_ => 1 } qw(00000 23503 23505 23514 23000 23502 55000 P0002);
my (%states, @unexpected);
while (my ($what, $count) = each %outcome)
{
	my ($kind, $level, $state) = split(/ /, $what);
	my $several = $kind =~ /^(transaction|commit|prepare|finish)$/;

	$states{$kind}{$state} += $count;
	next if $answer{$state} || $state eq '40P01' || $state eq '40001' && $level ne 'read_committed';
	next if $several && $state =~ /^(25P02|40001)$/ || $kind eq 'finish' && $state eq '42704';
	push(@unexpected, "$what: $count times");
}
is(join("\n", sort @unexpected), '', 'every answer is one that is to be expected');
diag('deadlocks with transactions of several statements: ' . deadlocks());
is(join(' ', grep { !$states{$_}{'00000'} } Desk::kinds(), qw(transaction commit prepare finish)), '', 'everything was done');
note(map { my $kind = $_; "$kind: " . join(', ', map { "$_ $states{$kind}{$_}" } sort keys %{ $states{$kind} }) . "\n" } sort keys %states);
done_testing();
