#!/usr/bin/perl
#
# Proposals while others write, decide, prepare, dump and restore: of two editors who decide one the second is told, what
# would move is what accepting moves, a preview leaves no row, notification or lock, and the same rows give the same
# proposals. The server is the one that PGHOST and so on lead to; it must allow prepared transactions.

use strict;
use warnings;

use File::Temp qw(tempdir);
use FindBin;
use lib "$FindBin::Bin/../lib";
use Test::More;

use Cluster;

use constant MANY => 10000;    # claims of one proposal

my $directory = tempdir(CLEANUP => 1);
my $name = "corroborate_proposals_$$";
my $server = Cluster::Database->new('postgres');
my $db = $server->create($name);
END { local $?; $server->drop($name, "${name}_restored") if $server }

my $path = 'SET client_min_messages = warning; SET search_path = newsroom, public; SET timezone = \'UTC\';';
sub ask { my (@commands) = @_; return $db->query(join("\n", $path, @commands)) }
sub attempt { my (@commands) = @_; my ($said) = $db->try(join("\n", $path, "\\set VERBOSITY verbose", @commands)); return $said }
sub start { my (@commands) = @_; return $db->start(join("\n", $path, @commands), qw(psql -X -q -A -t -v VERBOSITY=terse)) }
sub finish { return ($db->finish($_[0]))[0] }

# Waits until somebody waits for a lock
sub someone_waits
{
	my ($count) = @_;
	foreach (1 .. 200)
	{
		return 1 if $db->query("SELECT count(DISTINCT pid) >= $count FROM pg_locks WHERE NOT granted") eq 't';
		select(undef, undef, undef, 0.05);
	}
	return 0;
}

$db->query('CREATE EXTENSION corroborate; SELECT create_ledger(\'newsroom\', announce => true);');
# All rows of all tables but proposal
my @tables = split(/\n/, ask(q{SELECT tablename FROM pg_tables WHERE schemaname = 'newsroom' AND tablename <> 'proposal' ORDER BY 1;}));
cmp_ok(scalar @tables, '>=', 11, 'the tables that are compared');
my $everything = join(' UNION ALL ', map { "SELECT '$_', to_jsonb(t)::text FROM newsroom.$_ AS t" } @tables) . ' ORDER BY 1, 2';

ask(q{INSERT INTO source (key, kind) SELECT k || i, 'person' FROM unnest('{a,b}'::text[]) AS k, generate_series(1, 40) AS i;},
	q{INSERT INTO source (key, kind) SELECT 'wire ' || i, 'organisation' FROM generate_series(1, 30) AS i;},
	q{INSERT INTO source (key, kind) SELECT 'WIRE' || i || '.', 'organisation' FROM generate_series(1, 30) AS i;},
	q{INSERT INTO document (publisher, url) SELECT k, 'https://' || replace(lower(k), ' ', '') || '.example/' || i FROM (SELECT key FROM source WHERE key ~ '^wire') AS s (k), generate_series(1, 3) AS i;},
	q{INSERT INTO claim (statement) SELECT 'claim ' || i FROM generate_series(1, 120) AS i;},
	q{INSERT INTO attestation (claim, said) SELECT i, (k || 1 + i % 40)::attribution FROM generate_series(1, 120) AS i, unnest('{a,b}'::text[]) AS k;},
	q{INSERT INTO attestation (claim, said) SELECT i, quote_key(k || 1 + i % 30 || e)::attribution FROM generate_series(1, 60) AS i, (VALUES ('wire ', ''), ('WIRE', '.')) AS v (k, e);},
	q{INSERT INTO proposal (kind, subject, object, suggests, because, strength, size) SELECT 'has_it_from', 'b' || i, 'a' || i, jsonb_build_object('relies_on', 'a' || i), 'x', 0.9, 30 FROM generate_series(1, 40) AS i;});
my $of = sub { my ($i) = @_; ask("SELECT id FROM proposal WHERE subject = 'b$i' AND decided_at IS NULL") };

# ---- A preview leaves nothing, and is what accepting does

my $before = ask("$everything;");
my $heard = finish(start('LISTEN corroborated;', map { "SELECT count(*) FROM what_would_move($_);" } ask(q{SELECT string_agg(id::text, ' ') FROM proposals}) =~ /\d+/g));
# those about which the wires speak, too, keep their flags
is($heard, "2\n" . "1\n" x 20 . "2\n" x 19, 'what each would move');
is(ask("$everything;"), $before, 'no row is left of it');
finish(start('SELECT propose(\'newsroom\', \'{same_source}\');'));
is(ask("$everything;"), $before, 'nor of propose()');
my $would = ask('SELECT string_agg(w::text, E\'\n\' ORDER BY w.claim) FROM (SELECT claim, statement, status_before, status, change, why FROM what_would_move(' . $of->(1) . ')) AS w;');
my $accepting = finish(start('LISTEN corroborated;', 'SELECT string_agg(w::text, E\'\n\' ORDER BY w.claim) FROM accept_proposal(' . $of->(1) . ', \'seen\') AS w;', 'SELECT 1;'));
is(join("\n", $accepting =~ /^(\(.*\))$/mg), $would, 'accepting moves what would move');
is(scalar(() = $accepting =~ /Asynchronous notification "corroborated"/g), 2, 'and announces it');

# in an open transaction nobody waits for what was only a try
my ($in_between) = $db->try(join("\n", $path, 'BEGIN;', 'SELECT count(*) FROM what_would_move(' . $of->(2) . ');',
	"\\! psql -X -q -d $name -c \"SET lock_timeout = '10s'; SET search_path = newsroom, public; INSERT INTO attestation (claim, said) VALUES (1, 'b2'); SELECT rate_source('a2', 0.5, 'x')\" 2>&1", 'COMMIT;'));
unlike($in_between, qr/ERROR/, 'nobody waits for a try that is over');

# ---- Two editors decide at once

foreach my $case ([ 'accept', 'accept_proposal(%d, \'one\')', 3 ], [ 'decline', 'decline_proposal(%d, \'one\')', 4 ])
{
	my ($verdict, $command, $i) = @$case;
	my $id = $of->($i);
	my $first = start('BEGIN;', 'SELECT count(*) FROM ' . sprintf($command, $id) . ';', 'SELECT pg_sleep(3);', 'COMMIT;');
	ok(wait_for_sleep(), "$verdict: somebody decides");
	my @others = (start("SELECT accept_proposal($id, 'two');"), start("SELECT decline_proposal($id, 'three');"), start("SELECT what_would_move($id);"));
	ok(someone_waits(3), "$verdict: the others wait");
	unlike(finish($first), qr/ERROR/, "$verdict: the first decides");
	like(finish($_), qr/ERROR:  proposal $id has been ${verdict}e?d/, "$verdict: another is told") foreach @others;
	is(ask("SELECT why FROM proposal WHERE id = $id"), 'one', "$verdict: what the first decided holds");
}

sub wait_for_sleep
{
	foreach (1 .. 200)
	{
		return 1 if $db->query("SELECT count(*) > 0 FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'") eq 't';
		select(undef, undef, undef, 0.05);
	}
	return 0;
}

# where the transaction keeps an older snapshot
foreach my $level ('REPEATABLE READ', 'SERIALIZABLE')
{
	my $id = $of->($level eq 'SERIALIZABLE' ? 5 : 6);
	like(attempt("BEGIN ISOLATION LEVEL $level;", 'SELECT count(*) FROM proposals;',
			"\\! psql -X -q -d $name -c \"SET search_path = newsroom, public; SELECT decline_proposal($id, 'no')\" >/dev/null", "SELECT * FROM accept_proposal($id, 'yes');"),
		qr/ERROR:  40001/, "$level: what was decided since then is a serialization failure");
}
# and rows that were written since then are moved, or the transaction fails
my $late = $of->(7);
my $said = attempt('BEGIN ISOLATION LEVEL REPEATABLE READ;', 'SELECT count(*) FROM claim;',
	"\\! psql -X -q -d $name -c \"SET search_path = newsroom, public; INSERT INTO claim (id, statement) OVERRIDING SYSTEM VALUE VALUES (5000, 'late'); INSERT INTO attestation (claim, said) VALUES (5000, 'a7'), (5000, 'b7')\"",
	"SELECT claim FROM accept_proposal($late, 'yes');", 'COMMIT;');
ok($said =~ /ERROR:  40001/ || ask('SELECT corroboration FROM claim WHERE id = 5000') eq '1', 'a claim that the snapshot does not show is moved, too, or it fails') or diag($said);

# ---- Prepared

my $prepared = $of->(8);
ask('UPDATE source SET note = \'x\' WHERE key = \'b8\';');
my $unannounced = 'ALTER TABLE claim DISABLE TRIGGER announce_flag;';
ask($unannounced, 'BEGIN;', "SELECT count(*) FROM accept_proposal($prepared, 'prepared');", "PREPARE TRANSACTION 'proposal_$$';");
is(ask("SELECT count(*) FROM proposals WHERE id = $prepared"), '1', 'a prepared transaction has not decided yet');
like(attempt("SET lock_timeout = '200ms';", "SELECT decline_proposal($prepared, 'no');"), qr/ERROR:  55P03/, 'and others wait for it');
ask("COMMIT PREPARED 'proposal_$$';", 'ALTER TABLE claim ENABLE TRIGGER announce_flag;');
is(ask("SELECT verdict, relies_on FROM proposal AS p JOIN source AS s ON s.key = p.subject WHERE p.id = $prepared"), 'accepted|{a8}', 'it has when it is committed');

# ---- A flag that rises by what somebody else writes meanwhile is asked about

ask(q{INSERT INTO source (key, kind) VALUES ('d', 'outlet'), ('doc', 'person'), ('nurse', 'person'), ('cop', 'person'); INSERT INTO claim (id, statement) OVERRIDING SYSTEM VALUE VALUES (6000, 'rises'), (6001, 'rises, too');},
	q{INSERT INTO attestation (claim, said) VALUES (6000, 'd'), (6000, 'nurse<(doc,cop)');},
	q{INSERT INTO proposal (kind, subject, object, suggests, because, strength, size) VALUES ('same_voice', 'd', 'doc', '{"affiliation": "doc"}', 'x', 0.9, 30);});
my $rising = ask(q{SELECT id FROM proposal WHERE subject = 'd'});
my $writer = start('BEGIN;', q{INSERT INTO attestation (claim, said) VALUES (6001, 'd'), (6001, 'nurse<(doc,cop)');}, 'SELECT pg_sleep(2);', 'COMMIT;');
ok(wait_for_sleep(), 'somebody writes');
like(attempt("SELECT * FROM accept_proposal($rising, 'yes', raises => '{6000}');"), qr/ERROR:  55000: accepting proposal $rising would raise the flag of claim 6001\n/,
	'a flag that would rise by what was written meanwhile');
finish($writer);

# ---- One about many claims

ask(sprintf(q{INSERT INTO claim (id, statement) OVERRIDING SYSTEM VALUE SELECT 10000 + i, 'one of many' FROM generate_series(1, %d) AS i;}, MANY),
	sprintf(q{INSERT INTO attestation (claim, said) SELECT 10000 + i, k::attribution FROM generate_series(1, %d) AS i, unnest('{cop,nurse}'::text[]) AS k;}, MANY),
	q{INSERT INTO proposal (kind, subject, object, suggests, because, strength, size) VALUES ('same_source', 'cop', 'nurse', '{"source": "cop", "other": "nurse"}', 'x', 0.9, 30);}, 'VACUUM ANALYZE;');
my $many = ask(q{SELECT id FROM proposal WHERE subject = 'cop'});
is(ask("SELECT count(*), min(change) FROM what_would_move($many)"), sprintf('%d|withdrawn', MANY), 'one about many claims: what would move');
is(ask("SELECT count(*), min(change) FROM accept_proposal($many, 'yes')"), sprintf('%d|withdrawn', MANY), 'and accepted');
is(ask("SELECT take_back FROM proposal WHERE id = $many \\gexec", 'SELECT count(*) FROM claim WHERE id > 10000 AND corroborated_at IS NOT NULL;'), MANY, 'and taken back');

# ---- Others write, decide and look meanwhile: nobody deadlocks, and all is what the rows say

my @clients = (
	sub { my ($i) = @_; sprintf('SELECT count(*) FROM what_would_move((SELECT id FROM proposals OFFSET %d LIMIT 1));', $i % 40) },
	sub { my ($i) = @_; sprintf(q{SELECT count(*) FROM accept_proposal((SELECT id FROM proposals WHERE subject ~ '[02468]$' OFFSET %d LIMIT 1), 'yes');}, $i % 9) },
	sub { my ($i) = @_; sprintf(q{INSERT INTO attestation (claim, said) VALUES (%d, 'b%d<a%d'), (%d, 'a%d');}, 1 + $i % 120, 1 + $i % 40, 1 + $i * 7 % 40, 1 + $i * 11 % 120, 1 + $i * 3 % 40) },
	sub { my ($i) = @_; $i % 3 ? sprintf(q{SELECT count(*) FROM rate_source('a%d', 0.%d, 'x');}, 1 + $i % 40, 1 + $i % 9)
		: q{SELECT count(*) FROM propose('newsroom', '{same_source}');} },
	sub { my ($i) = @_; sprintf(q{UPDATE source SET relies_on = '{}' WHERE key = 'b%d';}, 1 + $i % 40) });
my @outputs = map { finish($_) } map { my $client = $_; start(map { $client->($_) } 1 .. 60) } @clients;
is(join('', map { /^(.*deadlock.*)$/mg } @outputs), '', 'nobody deadlocks');
is(join('', grep { !/there is no proposal|has been accepted|relies on .* already|is about two that are one/ } map { /ERROR:  (.*)/g } @outputs), '', 'and what fails was decided by another');
is(ask(q{SELECT * FROM check_evidence('attestation')}), '', 'all is what the rows say');

# ---- The same rows give the same proposals, after dump and restore, too

my $same = q{SELECT kind, subject, object, suggests, because, strength, evidence, size, verdict, why, take_back FROM proposal ORDER BY 1, 2, 3, verdict;};
ask(q{SELECT count(*) FROM propose('newsroom', '{same_source}');});
my ($proposals, $with_numbers) = (ask($same), ask('SELECT to_jsonb(p) FROM proposal AS p ORDER BY id;'));
my ($dumped, $status) = $db->run(qw(pg_dump -Fc -f), "$directory/dump");
is($status, 0, 'a dump') or diag($dumped);
my $restored = $server->create("${name}_restored");
is(($restored->run(qw(pg_restore -d), "${name}_restored", "$directory/dump"))[1], 0, 'it is restored');
is($restored->query("$path SELECT to_jsonb(p) FROM proposal AS p ORDER BY id;"), $with_numbers, 'and proposals with it');
is($restored->query(q{SELECT added, gone FROM propose('newsroom', '{same_source}');}), '0|0', 'nothing is found otherwise there');
$restored->query(q{SET client_min_messages = warning; DELETE FROM newsroom.proposal WHERE decided_at IS NULL AND kind = 'same_source'; VACUUM FULL newsroom.attestation; SELECT count(*) FROM propose('newsroom', '{same_source}');});
is($restored->query("$path $same"), $proposals, 'and what was deleted is found again as it was');
like($restored->query("$path SELECT count(*) FROM accept_proposal((SELECT id FROM proposals WHERE kind = 'same_source' ORDER BY id LIMIT 1), 'yes');"), qr/^\d+$/, 'and can be accepted');

# ---- How far it is, and cancelled

my ($notices) = $db->try("SET search_path = newsroom, public; SET corroborate.progress = '0'; SELECT count(*) FROM propose('newsroom', '{same_source}');");
like($notices, qr/NOTICE:  looked for proposals of kind same_source: \d+ are to be decided\n/, 'it says how far it is');
my $unchanged = ask('SELECT to_jsonb(p) FROM proposal AS p ORDER BY id;');
like(attempt(q{SET statement_timeout = 1;}, q{SELECT count(*) FROM propose('newsroom');}), qr/ERROR:  57014/, 'it can be cancelled');
is(ask('SELECT to_jsonb(p) FROM proposal AS p ORDER BY id;'), $unchanged, 'and has changed nothing then');

done_testing();
