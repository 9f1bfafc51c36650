#!/usr/bin/perl
#
# A ledger's server is killed in the middle of the load that hot_claims.t makes: a backend, or the whole of it, by
# turns. Once it has recovered, what was acknowledged as committed is there, every claim is what its attestations say,
# and its history joins up. The server is the test's own.

use strict;
use warnings;

use FindBin;
use lib "$FindBin::Bin/../lib";
use Test::More;
use Time::HiRes qw(sleep time);

use Cluster;
use Ledger qw(sound);

use constant {ROUNDS => 10, WRITERS => 3, STATEMENTS => 3000};

# Killed processes leave what they wrote with the operating system: fsync may be off
my $server = Cluster->new(fsync => 'off', full_page_writes => 'on', synchronous_commit => 'on', shared_buffers => '16MB',
	checkpoint_timeout => '30s');
my $postgres = $server->database('postgres');
my $db = $postgres->create('crash');
Ledger::create($db, 1000);

# Statements, each followed by what it has done, if it was acknowledged: insert two, retract the one, delete the other
sub statements
{
	my ($token) = @_;
	my $sql = '';

	for my $i (1 .. STATEMENTS)
	{
		my $claim = 1 + ($i * 17) % 1000;
		my $person = $i % 50;
		$sql .= <<"SQL";
INSERT INTO newsroom.attestation (claim, said, quote) VALUES ($claim, 'p$person', '$token-$i'), ($claim, '!o3', '$token-$i-denied');
\\echo inserted $token-$i
SQL
		$sql .= <<"SQL" if $i % 3 == 0;
UPDATE newsroom.attestation SET retracted_at = greatest(now(), recorded_at), retraction_reason = 'misheard'
WHERE claim = $claim AND quote = '$token-$i';
\\echo retracted $token-$i
SQL
		$sql .= <<"SQL" if $i % 5 == 0;
DELETE FROM newsroom.attestation WHERE claim = $claim AND quote = '$token-$i-denied';
\\echo deleted $token-$i-denied
SQL
	}
	return $sql;
}

# Everything that was acknowledged in any round; the last word counts
my %acknowledged;

sub acknowledge
{
	my ($text) = @_;

	my $last;

	while ($text =~ /^(inserted|retracted|deleted) (\S+)$/mg)
	{
		my ($what, $token) = ($1, $2);
		$acknowledged{$token} = $what;
		$acknowledged{"$token-denied"} = $what if $what eq 'inserted';
		$last = $token;
	}
	# what was under way may have been committed, or not
	delete $acknowledged{"$last-denied"} if $last;
}

# A backend that is at work for the load
sub some_backend
{
	for (1 .. 100)
	{
		my $pid = $db->query(q{SELECT pid FROM pg_stat_activity
			WHERE datname = 'crash' AND pid <> pg_backend_pid() AND backend_type = 'client backend' AND state = 'active'
			ORDER BY random() LIMIT 1});
		return $pid if $pid;
	}
	die 'nobody is at work';
}

# What is not as it was acknowledged
sub lost
{
	$db->query('CREATE TABLE IF NOT EXISTS acknowledged (token text PRIMARY KEY, what text); TRUNCATE acknowledged');
	$db->query("COPY acknowledged FROM stdin;\n" . join('', map { "$_\t$acknowledged{$_}\n" } sort keys %acknowledged)
		. "\\.\n") if %acknowledged;
	return $db->query(q{SELECT token, what, a.* FROM acknowledged LEFT JOIN newsroom.attestation AS a ON a.quote = token
		WHERE (a.id IS NULL) <> (what = 'deleted') OR what = 'retracted' AND a.retracted_at IS NULL
		LIMIT 5});
}

for my $round (1 .. ROUNDS)
{
	my $whole = $round % 2 == 0;
	my $what = $whole ? 'the server' : 'a backend';
	my $before = keys %acknowledged;
	my $load = Ledger::load($db, isolation => 'read committed', clients => 5, seconds => 60);
	my @writers = map { $db->start(statements("r$round-w$_"), $db->psql) } 1 .. WRITERS;

	sleep(0.6 + 0.1 * ($round % 4));
	$postgres->query('CHECKPOINT') if $round % 3 == 0;
	sleep(0.1 * $round / ROUNDS);
	$whole ? $server->kill_hard : kill('KILL', some_backend());

	foreach my $writer (@writers)
	{
		my ($text, $status) = $db->finish($writer);
		isnt($status, 0, "round $round: a writer is cut off") or diag($text);
		acknowledge($text);
	}
	Ledger::report($db, $load);
	$whole ? $server->start : $server->wait_until_up;

	my $new = keys(%acknowledged) - $before;
	cmp_ok($new, '>', 20, "round $round: $new rows acknowledged when $what is killed");
	is(lost(), '', "round $round: none is lost");
	sound($db, "round $round: all is as it should be");
}

my $recoveries = () = $server->log =~ /redo done at/g;
cmp_ok($recoveries, '>=', ROUNDS, 'it recovered each time');

# And it goes on
my $pid = Ledger::load($db, isolation => 'read committed', clients => 2, seconds => 1);
is(Ledger::report($db, $pid)->{status}, 0, 'it goes on');
sound($db, 'and all is as it should be');

done_testing();
