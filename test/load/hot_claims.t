#!/usr/bin/perl
#
# Eight clients write about the same thousand claims at the same time, at three isolation levels: nobody deadlocks,
# nothing fails but serialization where that was asked for, and afterwards every claim is what its attestations say,
# with one history. $CORROBORATE_LOAD_SECONDS says for how long, half a minute unless given. The server is the one that
# PGHOST and so on lead to.

use strict;
use warnings;

use FindBin;
use lib "$FindBin::Bin/../lib";
use Test::More;

use Cluster;
use Ledger;

my $seconds = $ENV{CORROBORATE_LOAD_SECONDS} // 30;
my $name = "corroborate_hot_claims_$$";
my $server = Cluster::Database->new('postgres');
my $db = $server->create($name);
END { local $?; $server->drop($name) if $server }

Ledger::create($db, 1000);

my %loads = map {
	my ($isolation, $clients) = @$_;
	($isolation => Ledger::load($db, isolation => $isolation, clients => $clients, seconds => $seconds))
} [ 'read committed', 4 ], [ 'repeatable read', 2 ], [ 'serializable', 2 ];

# Meanwhile, whoever looks sees claims that are as they should be
my $until = time() + $seconds - 2;
my $looks = 0;
my $wrong = '';
while ($wrong eq '' && time() < $until)
{
	$wrong = Ledger::wrong($db);
	$looks++;
	sleep(1);
}
is($wrong, '', "while it goes on, all is as it should be, $looks times");

foreach my $isolation (sort keys %loads)
{
	my $report = Ledger::report($db, $loads{$isolation});

	is($report->{status}, 0, "$isolation: no error that ends a client") or diag($report->{text});
	is($report->{deadlocks}, 0, "$isolation: no deadlock") or diag($report->{text});
	cmp_ok($report->{transactions}, '>', $seconds, "$isolation: $report->{transactions} transactions");
	if ($isolation eq 'read committed')
	{
		is($report->{serialization}, 0, "$isolation: none of them was told to try again") or diag($report->{text});
	}
	else
	{
		diag("$isolation: $report->{serialization} to be tried again");
	}
}
is($db->query('SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()'), 0, 'no deadlock in all');

foreach my $check (Ledger::checks())
{
	my ($what, $query) = @$check;
	my ($text) = $db->try($query);

	is($text, '', $what);
}

# or it has shown nothing
foreach my $change (qw(raised withdrawn disputed settled))
{
	my $count = $db->query("SELECT count(*) FROM newsroom.claim_event WHERE change = '$change'");
	cmp_ok($count, '>', 100, "$change $count times");
}
my ($cause_count) = $db->query(q{SELECT count(DISTINCT substring(cause FROM
	'^attestation|^acceptance|^retraction|^removal|^correction|discredited$|credited again$|rated anew')) FROM newsroom.claim_event});
my $forgotten = $db->query("SELECT count(*) FROM newsroom.source WHERE key LIKE 'source-%'");
cmp_ok($forgotten, '>', 5, "$forgotten sources are forgotten");
is($cause_count, 8, 'for every reason there is') or diag($db->query(q{SELECT DISTINCT substring(cause FROM '^\w+|\w+ \w+$') FROM newsroom.claim_event}));

done_testing();
