#!/usr/bin/perl
#
# A ledger that Citus distributes over three nodes: what people do at its desk, from the coordinator and from workers; a
# load with shards that move; a worker that stops in a load between the two steps of a commit, and one that stops at any
# moment of a load. The servers are the test's own. Skipped where the server has no Citus.
#
# CITUS_SECONDS is how long the load runs, 20 unless it is set.

use strict;
use warnings;

use FindBin;
use lib "$FindBin::Bin/../lib";
use File::Temp qw(tempdir);
use Test::More;
use Time::HiRes qw(sleep time);

use ThreeNodes;

my $seconds = $ENV{CITUS_SECONDS} // 20;
my $sources = 120;    # that fall, one after another, and one more

my $three = ThreeNodes->new;
my @nodes = $three->servers;
my @db = $three->databases;
my $db = $db[0];
my @workers = @db[1, 2];
my $settings = 'SET client_min_messages = warning; SET search_path = newsroom, public;';

sub set_on_all
{
	my ($commands) = @_;

	$_->database('postgres')->query("SET synchronous_commit = local; $commands; SELECT pg_reload_conf()") foreach @nodes;
}
set_on_all(q{ALTER SYSTEM SET citus.recover_2pc_interval = '1s'});

# What must hold, at any time when nobody writes
sub sound
{
	my ($what) = @_;

	local $Test::Builder::Level = $Test::Builder::Level + 1;
	is($db->query(q{SELECT * FROM check_evidence('newsroom.attestation') LIMIT 5}), '', "$what: evidence, figures and flags are what the attestations say");
	is($db->query(q{SELECT count(DISTINCT result) FROM run_command_on_placements('newsroom.source_rating',
		'SELECT md5(coalesce(string_agg(r::text, '','' ORDER BY r::text), '''')) FROM %s AS r')}), 1, "$what: ratings are the same on all nodes");
	is($db->query(join(' UNION ALL ', map { qq{SELECT '$_' FROM run_command_on_placements('newsroom.$_',
		'SELECT md5(coalesce(string_agg(r::text, '','' ORDER BY r::text), '''')) FROM %s AS r') HAVING count(DISTINCT result) <> 1} } qw(source source_alias document))),
		'', "$what: so are sources, other spellings and documents");
	is($db->query(q{SELECT count(*) FROM (
		SELECT DISTINCT ON (claim) claim, change FROM newsroom.claim_event WHERE change IN ('raised', 'withdrawn') ORDER BY claim, at DESC, id DESC) AS last
		JOIN newsroom.claim AS c ON c.id = last.claim WHERE (last.change = 'raised') <> (c.corroborated_at IS NOT NULL)}), 0,
		"$what: the last event of each claim tells how its flag stands");
}

# Flags that stand only on a source
my $resting = q{SELECT count(*) FROM newsroom.claim WHERE corroborated_at IS NOT NULL AND NOT meets(discredit(evidence, '%s'))};


# Tables of one's own
$db->query(q{SET client_min_messages = warning;
	CREATE TABLE own_claim (id integer PRIMARY KEY, evidence evidence NOT NULL DEFAULT '{}', flagged timestamptz);
	CREATE TABLE own_said (claim integer REFERENCES own_claim, id integer, said attribution, PRIMARY KEY (claim, id));
	CREATE TABLE own_source (key text PRIMARY KEY, kind text, reliability confidence, affiliations text[]);
	SELECT create_distributed_table('own_claim', 'id', shard_count => 4);
	SELECT create_distributed_table('own_said', 'claim', colocate_with => 'own_claim')});
foreach (
	[ q{sources => 'own_source'}, qr/own_source is not where the rows of \S*own_said are/ ],
	[ q{announce => true, flag => 'flagged'}, qr/flags of distributed tables cannot be announced/ ])
{
	my ($text) = $db->try("SELECT watch('own_said', 'own_claim', $_->[0])");
	like($text, $_->[1], "watch(..., $_->[0]) is refused");
}
$db->query(q{SELECT create_reference_table('own_source')});
like(($db->try(q{SELECT watch('own_said', 'own_claim', sources => 'own_source', unknown_sources => 'add')}))[0],
	qr/cannot be added to a distributed registry/, 'nor can it add sources');
$db->query(q{SET client_min_messages = warning; SELECT watch('own_said', 'own_claim', sources => 'own_source', flag => 'flagged');
	INSERT INTO own_claim SELECT generate_series(1, 50);
	INSERT INTO own_said VALUES (1, 1, 'a');
	INSERT INTO own_said SELECT i, 2, 'b' FROM generate_series(1, 50) AS i});
$workers[0]->query(q{INSERT INTO own_said VALUES (2, 1, 'a'), (3, 1, 'c')});
$db->query(qq{COPY own_said FROM STDIN;\n4\t1\tc\n5\t1\tc\n\\.\nDELETE FROM own_said WHERE claim = 5 AND id = 1; UPDATE own_said SET said = 'b' WHERE claim = 4 AND id = 1});
is($db->query(q{SELECT string_agg(id::text, ' ' ORDER BY id) FROM own_claim WHERE flagged IS NOT NULL}), '1 2 3', 'rows in all ways: flags are right');
is($db->query(q{SELECT * FROM check_evidence('own_said')}), '', 'and evidence');
like(($db->try('TRUNCATE own_said'))[0], qr/cannot be truncated while it is watched/, 'TRUNCATE is refused');
like(($db->try(q{SELECT regather('own_said', '{a}')}))[0], qr/are on several nodes/, 'regather() by hand is refused');
$db->query(q{SELECT run_command_on_shards('own_claim', 'SET session_replication_role = replica; UPDATE %s SET evidence = ''{x,y}'' WHERE id IN (7, 8)')});
is($db->query(q{SELECT count(*) FROM check_evidence('own_said')}), 4, 'check_evidence() sees what is wrong on shards');
is($db->query(q{SELECT rebuild_evidence('own_said')}), 2, 'rebuild_evidence() mends it');
is($db->query(q{SELECT * FROM check_evidence('own_said')}), '', 'all of it');


# A ledger, with rows in it
sub refused
{
	my ($why, $make, $words) = @_;
	my ($text) = $db->try("$settings BEGIN; $make; SELECT distribute_ledger('newsroom')");

	local $Test::Builder::Level = $Test::Builder::Level + 1;
	like($text, $words, "distribute_ledger() refuses $why");
}

refused('no ledger', 'SELECT 1', qr/there is no ledger|no ledger in schema|is no ledger/);
refused('announcements', q{SELECT create_ledger('newsroom', announce => true)}, qr/announces flags/);
refused('added sources', q{SELECT create_ledger('newsroom', unknown_sources => 'add')}, qr/adds sources that are not registered/);
refused('INSERT on columns', q{SELECT create_ledger('newsroom'); CREATE ROLE citus_reporter; SELECT grant_ledger('newsroom', reporter => 'citus_reporter')},
	qr/INSERT on columns .* was granted to citus_reporter.*REVOKE INSERT ON ALL TABLES IN SCHEMA newsroom FROM citus_reporter/s);
$db->query(qq{SET client_min_messages = error; SELECT create_ledger('newsroom'); $settings
	INSERT INTO source (key, kind, reliability) SELECT 'p' || i, 'person', CASE WHEN i % 2 = 0 THEN 0.7 END FROM generate_series(0, 49) AS i;
	INSERT INTO source (key, kind) SELECT 'd' || i, 'person' FROM generate_series(0, $sources) AS i;
	INSERT INTO source (key, kind) VALUES ('wire', 'agency'), ('post', 'outlet'), ('herald', 'outlet');
	INSERT INTO document (publisher) VALUES ('wire'), ('post'), ('herald');
	INSERT INTO claim (statement) SELECT 'claim ' || i FROM generate_series(1, 300) AS i;
	INSERT INTO attestation (claim, said) SELECT 1 + i % 300, ('p' || (i * 7) % 50)::attribution FROM generate_series(1, 600) AS i;
	DELETE FROM attestation WHERE claim IN (102, 103);
	INSERT INTO attestation (claim, said, document) VALUES (102, 'wire<*', 1), (102, 'post<*', 2), (103, 'wire<*', 1), (103, 'herald<*', 3);
	INSERT INTO ruling (claim, verdict, why) VALUES (3, 'hold', 'wait');
	INSERT INTO publication (document, claim) VALUES (2, 5)});
my $standing = q{SELECT md5(string_agg(c::text, ',' ORDER BY c.id)) FROM newsroom.claim AS c};
my $before = $db->query($standing);
$db->query("$settings SELECT distribute_ledger('newsroom', shard_count => 8)");
is($db->query($standing), $before, 'distributed: no claim stands otherwise');
is($db->query(q{SELECT string_agg(DISTINCT partmethod::text || ' ' || repmodel::text, ', ') FROM pg_dist_partition WHERE logicalrelid::text LIKE 'newsroom.%'}),
	'h s, n t', 'all tables are');
sound('distributed');
like(($db->try("SELECT distribute_ledger('newsroom')"))[0], qr/is distributed already/, 'not twice');

# At the desk, from each node
foreach my $i (0 .. $#db)
{
	my ($here, $where) = ($db[$i], (qw(coordinator worker worker))[$i]);
	my $claim = 20 + $i;
	my ($a, $b, $c) = map { 'p' . ($_ + 3 * $i) } 1, 2, 3;

	$here->query("$settings DELETE FROM attestation WHERE claim = $claim; INSERT INTO attestation (claim, said) VALUES ($claim, '$a')");
	like($here->query("$settings SELECT status, flagged FROM attest($claim, '$b<*')"), qr/^corroborated\|t$/, "$where: attest()");
	like($here->query("$settings SELECT change FROM discredit_source('$a', 'lied') WHERE claim = $claim"), qr/withdrawn/, "$where: discredit_source() answers");
	is($_->query(sprintf($resting, $a)), 0, "$where: no flag rests on it") foreach @db;
	is($here->query("SELECT cause FROM newsroom.claim_event WHERE claim = $claim AND change = 'withdrawn' ORDER BY at DESC LIMIT 1"), "$a discredited", "$where: its event says why");
	like($here->query("$settings SELECT change FROM rate_source('$a', 0.8, 'was right') WHERE claim = $claim"), qr/raised/, "$where: rate_source()");
	$here->query("$settings INSERT INTO source_alias (alias, source) VALUES ('n$i', '$c'); INSERT INTO attestation (claim, said) VALUES ($claim, 'n$i')");
	is($here->query("SELECT corroboration FROM newsroom.claim WHERE id = $claim"), 3, "$where: another spelling");
	like(($here->try("DELETE FROM newsroom.source_alias WHERE alias = 'n$i'"))[0], qr/still mentioned/, "$where: which is mentioned now");
	$here->query("UPDATE newsroom.source SET affiliations = '{ministry}' WHERE key IN ('$a', '$b')");
	is($here->query("SELECT corroboration FROM newsroom.claim WHERE id = $claim"), 2, "$where: affiliations");
	my $id = $here->query("SELECT max(id) FROM newsroom.attestation WHERE claim = $claim AND said = '$b<*'");
	like($here->query("$settings SELECT status FROM retract_attestation($claim, $id, 'misheard')"), qr/corroborated/, "$where: retract_attestation()");
	$here->query("$settings SELECT tip($claim, 'I saw it')");
	$id = $here->query("SELECT max(id) FROM newsroom.attestation WHERE claim = $claim AND accepted_at IS NULL");
	like($here->query("$settings SELECT flagged FROM accept_attestation($claim, $id, 'p30<*')"), qr/t/, "$where: tip() and accept_attestation()");
	$id = $here->query("SELECT max(id) FROM newsroom.attestation WHERE claim = $claim AND said = 'p30<*'");
	like($here->query("$settings SELECT flagged FROM attest($claim, 'p30', replaces => $id)"), qr/t/, "$where: a correction");
	$here->query("$settings INSERT INTO ruling (claim, verdict, why) VALUES ($claim, 'refute', 'no')");
	is($here->query("SELECT ruling, cleared FROM newsroom.claim WHERE id = $claim"), 'refute|f', "$where: a ruling");
	is($here->query("SELECT newsroom.evidence_as_of($claim, now()) = evidence FROM newsroom.claim WHERE id = $claim"), 't', "$where: evidence_as_of()");
	like($here->query("$settings SELECT add_confidential_source(held_by => 'the editor')"), qr/^source-/, "$where: add_confidential_source()");

	# another name, and two who turn out to be one
	my ($one, $other, $third) = ("one$i", "other$i", "third$i");
	$here->query("$settings INSERT INTO source (key, kind, affiliations) VALUES ('$one', 'person', '{}'), ('$other', 'person', '{$third}'), ('$third', 'person', '{}');
		INSERT INTO source_alias (alias, source) VALUES ('O. $i', '$other'); INSERT INTO document (publisher) VALUES ('$other');
		INSERT INTO claim (id, statement) VALUES (400 + $i, 'merged'), (500 + $i, 'renamed');
		INSERT INTO attestation (claim, said) VALUES (400 + $i, '$one<*'), (400 + $i, '$other'), (500 + $i, '$one'), (500 + $i, 'wire<\"O. $i\"')");
	is($here->query("$settings SELECT claim, change, status FROM rename_source('O. $i', 'renamed $i')"), '', "$where: rename_source() moves no claim");
	is($here->query("SELECT evidence, corroboration FROM newsroom.claim WHERE id = 500 + $i"), qq({$one,wire<"renamed $i"\@$third}|2), "$where: all spellings lead to the new name");
	is($here->query("SELECT string_agg(alias, ', ' ORDER BY alias) FROM newsroom.source_alias WHERE source = 'renamed $i'"), "O. $i, $other", "$where: the old one among them");
	is($here->query("$settings SELECT string_agg(concat_ws(' ', claim, change, status), ', ' ORDER BY claim) FROM merge_sources('$one', 'renamed $i')"),
		"40$i withdrawn uncorroborated, 50$i withdrawn uncorroborated", "$where: merge_sources() answers");
	like($here->query("SELECT string_agg(concat_ws(' ', claim, change, cause), E'\n' ORDER BY claim, at, id) FROM newsroom.claim_event WHERE claim IN (400 + $i, 500 + $i) AND cause <> 'attestation'"),
		qr/^40$i withdrawn .* is $one\n50$i withdrawn .* is $one$/, "$where: each flag moved once, and the event says why");
	is($here->query("SELECT count(*) FROM newsroom.document WHERE publisher = '$one'"), 1, "$where: documents are the other's");
	like(($here->try("$settings SELECT merge_sources('$one', 'O. $i')"))[0], qr/these are one source already/, "$where: not twice");
	like(($here->try("$settings SELECT forget('$a')"))[0], qr/forget\(\) cannot be used on a distributed ledger/, "$where: forget() is refused");
}
is($db->query(q{SELECT string_agg(corroboration::text, ' ' ORDER BY id) FROM newsroom.claim WHERE id IN (102, 103)}), '2 2', 'two who publish');
$workers[0]->query('UPDATE newsroom.document SET republishes = 1 WHERE id IN (2, 3)');
is($db->query(q{SELECT string_agg(corroboration::text, ' ' ORDER BY id) FROM newsroom.claim WHERE id IN (102, 103)}), '1 1', 'and copy one another');
# whichever node says it first: not each has these claims
like(($db[$_]->try('DELETE FROM newsroom.document WHERE id = 1'))[0], qr/document 1 cannot be deleted.*\nDETAIL:  (?:Something is said in it about claim 10[23]|Document [23] is a copy of it)/,
	(qw(coordinator worker))[$_] . ': a document that is needed cannot go') foreach 0, 1;
sound('at the desk');
$db->query(q{INSERT INTO newsroom.attestation (claim, said) VALUES (113, 'wire<*')});
$db->query(q{UPDATE newsroom.claim SET question = 'how many?', comparator = '=', value = id WHERE id IN (111, 112)});
foreach my $i (0, 1)
{
	my $where = (qw(coordinator worker))[$i];

	is($db[$i]->query('SELECT count(*), count(DISTINCT id) FROM newsroom.desk'), '306|306', "$where: desk");
	is($db[$i]->query('SELECT contested FROM newsroom.desk WHERE id = 111'), '{112}', "$where: contested claims in it");
	is($db[$i]->query('SELECT count(*) FROM newsroom.contested'), 1, "$where: contested");
	cmp_ok($db[$i]->query('SELECT count(*) FROM newsroom.would_fall'), '>', 0, "$where: would_fall");
	is($db[$i]->query('SELECT count(*) FROM newsroom.says_both'), 0, "$where: says_both");
	is($db[$i]->query(q{SELECT * FROM check_evidence('newsroom.attestation')}), '', "$where: check_evidence()");
	is($db[$i]->query(q{SELECT rebuild_evidence('newsroom.attestation')}), 0, "$where: rebuild_evidence()");
	is($db[$i]->query('SELECT corroboration(evidence_agg(said)) > 10 FROM newsroom.attestation'), 't', "$where: evidence_agg()");
}


# A load, from all nodes, while shards move and sources fall
my $directory = tempdir(CLEANUP => 1);
my %scripts = (
	insert => [ 40, q{INSERT INTO newsroom.attestation (claim, said) VALUES (:claim, ((CASE WHEN :kind < 20 THEN '!' ELSE '' END) || 'p' || :person || CASE WHEN :kind > 60 THEN '<*' ELSE '' END)::public.attribution)} ],
	falling => [ 25, qq{INSERT INTO newsroom.attestation (claim, said) VALUES (:claim, ('d' || (:person * 97 + :kind) % (1 + $sources))::public.attribution)} ],
	retract => [ 10, q{UPDATE newsroom.attestation SET retracted_at = greatest(now(), recorded_at), retraction_reason = 'misheard' WHERE claim = :claim AND id =
		(SELECT min(id) FROM newsroom.attestation WHERE claim = :claim AND retracted_at IS NULL)} ],
	delete => [ 5, q{DELETE FROM newsroom.attestation WHERE claim = :claim AND id = (SELECT max(id) FROM newsroom.attestation WHERE claim = :claim)} ],
	rate => [ 5, q{UPDATE newsroom.source SET reliability = :kind / 100.0 WHERE key = 'p' || :person} ],
	alias => [ 2, q{INSERT INTO newsroom.source_alias (alias, source) VALUES ('n-' || :kind, 'p' || :person) ON CONFLICT DO NOTHING} ],
	rule => [ 3, q{INSERT INTO newsroom.ruling (claim, verdict, why) VALUES (:claim, (ARRAY['confirm', 'refute', 'hold', 'release'])[1 + :kind % 4], 'so')} ]);

sub load
{
	my ($here, $clients, $for) = @_;
	my @files;

	foreach my $name (sort keys %scripts)
	{
		my ($weight, $text) = @{ $scripts{$name} };
		push @files, '--file', "$directory/$name.sql\@$weight";
		next if -e "$directory/$name.sql";
		open(my $file, '>', "$directory/$name.sql") or die "$name: $!";
		print $file "\\set claim random_zipfian(1, 300, 1.05)\n\\set person random(0, 49)\n\\set kind random(1, 100)\n", $text =~ s/\s*\n\s*/ /gr, ";\n";
		close($file) or die "$name: $!";
	}
	return $here->start('', qw(pgbench --no-vacuum --max-tries=1 --failures-detailed), '--client', $clients, '--jobs', 1, '--time', $for, @files);
}

my @groups = split(/\n/, $db->query(q{SELECT min(shardid) FROM pg_dist_shard WHERE logicalrelid = 'newsroom.claim'::regclass GROUP BY shardminvalue ORDER BY 1}));
my @loads = map { [ $db[$_], load($db[$_], (3, 3, 2)[$_], $seconds) ] } 0 .. 2;
my ($fallen, $wrong, $moved, $until) = (0, 0, 0, time() + $seconds - 3);
my ($unanswered, $not_moved) = ('', '');
while (time() < $until && $fallen < $sources)
{
	my $source = 'd' . ++$fallen;
	# some get another name first; and some turn out to be one that fell before
	my @fall = ("discredit_source('$source', 'lied')");
	unshift @fall, "rename_source('$source', 'fallen $source')" if $fallen % 4 == 1;
	@fall = "merge_sources('$source', 'd" . ($fallen - 1) . q{')} if $fallen % 4 == 3;
	my ($text, $status) = $db[$fallen % 3]->try("$settings BEGIN; " . join(' ', map { "SELECT count(*) FROM $_;" } @fall) . ' COMMIT');
	# in a deadlock with others it may be the one that is told to try again
	if ($status != 0)
	{
		$unanswered .= $text;
		$fallen-- if $text =~ /deadlock/;
		next if $text =~ /deadlock/;
		last;
	}
	$source = "fallen $source" if $fallen % 4 == 1;
	$wrong += $_->query(sprintf($resting, $source)) foreach @db;
	next if $fallen % 4 > 0;
	my $shard = $groups[ $moved % @groups ];
	my ($from, $to) = map { "'$_'" } $db->query("SELECT nodename FROM pg_dist_shard_placement WHERE shardid = $shard") eq $nodes[1]{directory}
		? map { $_->{directory} } @nodes[1, 2] : map { $_->{directory} } @nodes[2, 1];
	($text, $status) = $db->try("$settings SELECT citus_move_shard_placement($shard, $from, 5432, $to, 5432, '" . (qw(block_writes force_logical))[ $moved % 2 ] . q{')});
	$not_moved .= $text if $status != 0;
	$moved++ if $status == 0;
}
my %sum = (transactions => 0, deadlocks => 0);
foreach my $load (@loads)
{
	my ($text, $status) = $load->[0]->finish($load->[1]);
	is($status, 0, 'the load ends well') or diag($text);
	$sum{transactions} += $1 if $text =~ /^number of transactions actually processed: (\d+)/m;
	$sum{deadlocks} += $1 if $text =~ /^number of deadlock failures: (\d+)/m;
}
cmp_ok($fallen, '>', 3, "sources were discredited: $fallen");
is($wrong, 0, "no flag rested on any of them, looked at on all nodes");
cmp_ok($moved, '>', 0, "shards moved meanwhile: $moved") or diag($not_moved);
unlike($unanswered, qr/ERROR(?!.*deadlock)/, 'what failed was told to try again') or diag($unanswered);
cmp_ok($sum{transactions}, '>', 100, "transactions: $sum{transactions}");
cmp_ok($sum{deadlocks}, '<', 1 + $sum{transactions} / 100, "deadlocks: $sum{deadlocks}, under 1 %");
sound('after the load');
is($db->query("SELECT count(*) FROM newsroom.source AS s, newsroom.claim AS c
	WHERE s.reliability = 0::public.confidence AND c.corroborated_at IS NOT NULL AND s.key = ANY (indispensable(c.evidence))"), 0, 'nor does any now');


# Recovers what is in doubt, on whichever node it began; how much is left
sub recover
{
	my $open = 0;

	$_->try('SELECT recover_prepared_transactions()') foreach @db;
	$open += $_->query('SELECT count(*) FROM pg_prepared_xacts') foreach @db;
	return $open;
}

# In a load of all clients a worker stops when all nodes have prepared a discrediting, and none has been told to commit: the
# coordinator waits there for a standby that does not exist, in the one session that waits for standbys. Nobody recovers it.
my $last = 'd0';
$db->query("$settings DELETE FROM attestation WHERE claim BETWEEN 201 AND 300; INSERT INTO attestation (claim, said) SELECT i, k::attribution FROM generate_series(201, 300) AS i, unnest('{$last<*,p47<*}'::text[]) AS k");
set_on_all(q{ALTER SYSTEM SET citus.recover_2pc_interval = -1});
$nodes[0]->database('postgres')->query(q{ALTER SYSTEM SET synchronous_commit = local});
$nodes[0]->database('postgres')->query(q{ALTER SYSTEM SET synchronous_standby_names = 'nobody'});
$nodes[0]->database('postgres')->query(q{SELECT pg_reload_conf()});
sleep(1);
is(recover(), 0, 'in doubt: nothing is before');
@loads = map { [ $db[$_], load($db[$_], (3, 3, 2)[$_], 20) ] } 0 .. 2;
sleep(2);
my $fall = $db->start("$settings SET synchronous_commit = on; SELECT count(*) FROM discredit_source('$last', 'lied')", $db->psql);
my $waits = 0;
for (1 .. 300)
{
	$waits = $db->query(q{SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'});
	last if $waits > 0;
	sleep(0.1);
}
is($waits, 1, 'in doubt: all have prepared, and the coordinator waits before it tells anybody to commit');
cmp_ok($workers[1]->query('SELECT count(*) FROM pg_prepared_xacts'), '>', 0, 'in doubt: the worker has prepared');
$nodes[2]->kill_hard;
$nodes[0]->database('postgres')->query(q{SET synchronous_commit = local; ALTER SYSTEM RESET synchronous_standby_names; SELECT pg_reload_conf()});
my ($text, $status) = $db->finish($fall);
like($text, qr/WARNING/, 'in doubt: the coordinator has committed, and warns');
$nodes[2]->start;
cmp_ok($workers[1]->query('SELECT count(*) FROM pg_prepared_xacts'), '>', 0, 'in doubt: the worker is back, and does not know');
cmp_ok($db->query(sprintf($resting, $last)), '>', 0, 'in doubt: so it shows old flags, after a warning');
push @loads, map { [ $db[$_], load($db[$_], (3, 3, 2)[$_], 8) ] } 0 .. 2;
sleep(3);
for (1 .. 300)
{
	recover();
	last if $db->query(sprintf($resting, $last)) == 0;
	sleep(0.1);
}
is($_->query(sprintf($resting, $last)), 0, 'in doubt: recovered, no flag rests on the source, while the load goes on') foreach @db;
# those of the first load have lost their node
my $went_on = 0;
foreach my $load (@loads)
{
	my ($printed) = $load->[0]->finish($load->[1]);
	$went_on += $1 if $printed =~ /^number of transactions actually processed: (\d+)/m;
}
cmp_ok($went_on, '>', 50, "in doubt: transactions of the clients: $went_on");
for (1 .. 300)
{
	last if recover() == 0;
	sleep(0.1);
}
is(recover(), 0, 'in doubt: nothing is any more');
is($_->query(sprintf($resting, $last)), 0, 'in doubt: no flag rests on the source') foreach @db;
sound('in doubt');
set_on_all(q{ALTER SYSTEM SET citus.recover_2pc_interval = '1s'});
$nodes[0]->database('postgres')->query(q{ALTER SYSTEM RESET synchronous_commit});
$nodes[0]->database('postgres')->query(q{SELECT pg_reload_conf()});


# And one in the middle of a load, whose clients lose their connections
@loads = map { [ $db[$_], load($db[$_], 2, 6) ] } 0, 1;
sleep(2);
$nodes[2]->kill_hard;
sleep(1);
$nodes[2]->start;
$_->[0]->finish($_->[1]) foreach @loads;
for (1 .. 300)
{
	last if recover() == 0;
	sleep(0.1);
}
sound('a worker was killed in a load');


# Back to one server
$db->query("$settings SELECT undistribute_ledger('newsroom')");
is($db->query(q{SELECT count(*) FROM pg_dist_partition WHERE logicalrelid::text LIKE 'newsroom.%'}), 0, 'undistributed: all tables are plain');
is($db->query(q{SELECT * FROM check_evidence('newsroom.attestation')}), '', 'undistributed: evidence is what the attestations say');
$db->query("$settings INSERT INTO claim (id, statement) VALUES (10001, 'new'); INSERT INTO attestation (claim, said) VALUES (10001, 'p1'), (10001, 'p31')");
is($db->query('SELECT corroboration >= 1 FROM newsroom.claim WHERE id = 10001'), 't', 'undistributed: attestations count');
$db->query("$settings SELECT discredit_source('p31', 'lied')");
is($db->query(sprintf($resting, 'p31')), 0, 'undistributed: no flag rests on a source that fell');
is($db->query(q{SELECT * FROM check_evidence('newsroom.attestation')}), '', 'undistributed: and so it stays');

unlike($three->log, qr/was terminated by signal (?!9)|PANIC|TRAP/, 'no server crashed but those that were killed');
done_testing();
