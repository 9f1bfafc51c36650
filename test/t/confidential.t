#!/usr/bin/perl
#
# Who a confidential source is: an outsider, a tipster, a reporter and an editor do what they may and try what they
# may not, and the identity shows nowhere but to the editor: not in what they are answered, not in errors, notices and
# notifications, not in the server's log, not in statistics. The server is the one that PGHOST and so on lead to.

use strict;
use warnings;

use Test::More;

my $database = "corroborate_confidential_$$";
my @roles = qw(owner outsider tipster reporter editor);
my $secret = qr/Jane|Roe|Zebra|lawyer of hers/;

# Where tools/with_cluster keeps its server's log
my $log = ($ENV{PGHOST} // '') =~ m{^/} && -r "$ENV{PGHOST}/log" ? "$ENV{PGHOST}/log" : undef;
my $log_start = $log ? -s $log : 0;

# What psql says, errors with all they have and notifications too
sub psql
{
	my ($db, @arguments) = @_;
	open my $out, '-|', 'sh', '-c', 'exec psql -X -q -v VERBOSITY=verbose "$@" 2>&1', 'psql', '-d', $db, @arguments
		or die "psql: $!";
	local $/;
	my $said = <$out>;
	close $out;
	return $said;
}

sub as
{
	my ($role, @commands) = @_;
	return psql($database, map { ('-c', $_) } "SET SESSION AUTHORIZATION confidential_$role", 'SET search_path = paper, public',
		'LISTEN corroborated', @commands);
}

END
{
	if ($database)
	{
		psql('postgres', '-c', "DROP DATABASE IF EXISTS $database");
		psql('postgres', '-c', "DROP ROLE IF EXISTS confidential_$_") for @roles;
	}
}

psql('postgres', '-c', "DROP ROLE IF EXISTS confidential_$_") for @roles;
is(psql('postgres', (map { ('-c', "CREATE ROLE confidential_$_") } @roles),
	'-c', "CREATE DATABASE $database TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C' OWNER confidential_owner"), '', 'roles and a database');
is(psql($database, '-c', 'CREATE EXTENSION corroborate'), '', 'the extension');
unlike(as('owner', q{SELECT create_ledger('paper', announce => true)},
	q{SELECT grant_ledger('paper', tipster => 'confidential_tipster', reporter => 'confidential_reporter', editor => 'confidential_editor')},
	q{INSERT INTO claim (statement) SELECT 'assertion ' || i FROM generate_series(1, 50) AS i}), qr/ERROR/, 'a ledger');

# The reporter protects a source: who she is comes from a program, as parameters
my $added = as('reporter', q{PREPARE protect (text, text) AS SELECT 'key ' || add_confidential_source(identity => $1, held_by => $2)},
	q{EXECUTE protect('Jane Zebra Roe', 'a lawyer of hers')});
my ($jane) = $added =~ /key (source-[0-9a-f]{12})/;
ok($jane, 'a confidential source');
unlike(as('reporter', q{INSERT INTO source (key, kind) VALUES ('nurse', 'person'), ('outlet', 'outlet')},
	map { "SELECT status FROM attest($_, '$jane<*', quote => 'I saw it')" } 1 .. 20), qr/ERROR|$secret/, 'she is quoted');

# What a shell in a role's session does: somebody else's session, beside it
sub beside
{
	my ($role, $command) = @_;
	return qq{\\! psql -X -q -d $database -c "SET SESSION AUTHORIZATION confidential_$role" -c "$command"};
}

# Others who are in the database meanwhile
my $running = as('reporter', q{SELECT length(add_confidential_source(identity => 'Jane Zebra Roe'))},
	beside('outsider', 'SELECT query FROM pg_stat_activity'), beside('tipster', 'SELECT query FROM pg_stat_activity'),
	beside('editor', 'SELECT query FROM pg_stat_activity'));
unlike($running, $secret, 'what a reporter just did does not show to others in pg_stat_activity');
my $heard = as('outsider', beside('reporter', qq{SELECT status FROM paper.attest(20, 'nurse<*')}), 'SELECT 1');
like($heard, qr/notification "corroborated" with payload .*"id":\s*20\b.*"change":\s*"raised"/, 'whoever listens hears that a flag rose');
unlike($heard, qr/$secret|source-|nurse|assertion|saw/, 'and neither whose word it rests on nor what it is about');

# What each role gets to see, whatever it tries
my @attempts = (
	'SELECT * FROM source_identity', 'TABLE source', 'TABLE desk', 'TABLE would_fall', 'TABLE contested', 'TABLE to_correct', 'TABLE claim_event',
	'TABLE attestation', 'TABLE source_rating', 'TABLE claim', 'COPY source_identity TO STDOUT', 'SELECT count(*) FROM source_identity',
	# errors that show rows or keys
	qq{INSERT INTO source_identity VALUES ('$jane', 'someone')}, qq{UPDATE source_identity SET source = 'nurse'},
	qq{UPDATE source_identity SET identity = NULL, held_by = NULL}, qq{DELETE FROM source WHERE key = '$jane'},
	qq{UPDATE source SET key = 'x' WHERE key = '$jane'}, qq{UPDATE source SET name = 'her name' WHERE key = '$jane'},
	qq{INSERT INTO source (key) VALUES ('$jane')}, qq{SELECT * FROM attest(1, '"$jane ')}, qq{SELECT * FROM attest(99, '$jane')},
	qq{SELECT forget('no such source')}, qq{SELECT add_confidential_source(counts_with => '$jane')},
	qq{SELECT add_confidential_source(held_by => 'me', counts_with => 'nobody')},
	# functions that might leak what a policy hides, and statistics
	q{CREATE FUNCTION pg_temp.leak(text) RETURNS boolean LANGUAGE plpgsql COST 0.0000001 AS 'BEGIN RAISE NOTICE ''leaked %'', $1; RETURN true; END'},
	q{SELECT * FROM source_identity WHERE pg_temp.leak(identity)}, q{SELECT * FROM source_identity WHERE identity::int = 1},
	q{EXPLAIN ANALYZE SELECT * FROM source_identity WHERE identity > 'A'},
	q{SELECT most_common_vals, histogram_bounds FROM pg_stats WHERE tablename = 'source_identity'},
	q{SELECT stxdmcv FROM pg_statistic_ext_data}, q{SELECT * FROM pg_statistic}, q{SELECT query FROM pg_stat_activity},
	q{SELECT evidence_as_of(1, now())}, q{SELECT gathered('attestation', '{1}')}, q{SELECT * FROM check_evidence('attestation')},
	q{SELECT * FROM watched()}, q{SELECT rebuild_evidence('attestation')}, q{SELECT regather('attestation', '{nurse}')},
	q{SELECT why(evidence) FROM claim}, q{SELECT tip(1, 'words')}, q{SELECT tip(1000, 'words')}, qq{SELECT * FROM attest(2, 'nurse<$jane')},
	q{CREATE TEMP TABLE t AS SELECT * FROM source_identity}, q{SET row_security = off; TABLE source_identity},
	q{ALTER TABLE source_identity DISABLE ROW LEVEL SECURITY}, q{CREATE POLICY p ON source_identity USING (true)},
	q{SELECT pg_get_viewdef('desk'::regclass)},
	# what one may make oneself, to look through
	q{CREATE TEMP VIEW look AS SELECT * FROM source_identity}, q{TABLE look},
	q{CREATE FUNCTION pg_temp.look() RETURNS SETOF text LANGUAGE sql SECURITY DEFINER AS 'SELECT identity FROM paper.source_identity'}, q{SELECT pg_temp.look()},
	q{CREATE TEMP TABLE child () INHERITS (source_identity)}, q{CREATE TEMP TABLE heir (source text REFERENCES source_identity)},
	q{CREATE TEMP TABLE mine (source text, identity text, held_by text)},
	q{CREATE RULE look AS ON INSERT TO mine DO ALSO SELECT * FROM source_identity}, q{INSERT INTO mine VALUES ('x')},
	q{CREATE RULE look AS ON SELECT TO source_identity DO INSTEAD SELECT * FROM mine},
	q{CREATE FUNCTION pg_temp.spy() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE NOTICE ''leaked %'', to_jsonb(NEW); RETURN NEW; END'},
	q{CREATE TRIGGER spy BEFORE INSERT ON source_identity FOR EACH ROW EXECUTE FUNCTION pg_temp.spy()},
	q{CREATE TRIGGER spy BEFORE INSERT ON mine FOR EACH ROW EXECUTE FUNCTION identity_entered()},
	q{SET search_path = pg_temp, paper, public; CREATE TEMP TABLE source_identity (LIKE mine); CREATE TRIGGER spy BEFORE INSERT ON source_identity
		FOR EACH ROW EXECUTE FUNCTION pg_temp.spy(); SELECT length(paper.add_confidential_source(identity => reverse('eoR arbeZ enaJ')))},
	q{CREATE CAST (source_identity AS text) WITH INOUT}, q{CREATE STATISTICS look ON source, identity FROM source_identity},
	q{CREATE INDEX ON source_identity (identity)}, q{CREATE PUBLICATION look FOR TABLE source_identity}, q{ANALYZE source_identity},
	q{SELECT lo_import('/etc/hostname')}, q{SELECT pg_read_file('log')}, q{SELECT * FROM pg_ls_waldir()},
);
psql($database, '-c', 'ANALYZE');
foreach my $role (qw(outsider tipster reporter))
{
	my $said = as($role, @attempts);
	unlike($said, $secret, "the $role does not learn who it is");
	unlike($said, qr/leaked/, "no function of the ${role}'s sees a row");
}

# Someone grants too much by mistake: the second door, row-level security, stays shut, also for what guesses at rows
unlike(as('owner', 'GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA paper TO confidential_reporter, confidential_tipster'), qr/ERROR/, 'too much is granted');
foreach my $role (qw(tipster reporter))
{
	my $said = as($role, @attempts);
	unlike($said, $secret, "the $role still does not learn who it is");
	unlike($said, qr/leaked/, "nor does a function of the ${role}'s");
	my ($there, $not_there) = map { as($role, "EXPLAIN (ANALYZE, BUFFERS off) SELECT * FROM source_identity WHERE identity = '$_'",
		"EXPLAIN SELECT * FROM source_identity WHERE identity LIKE '$_%' OR held_by > '$_'",
		"UPDATE source_identity SET held_by = 'x' WHERE identity = '$_'", "DELETE FROM source_identity WHERE identity = '$_'",
		"SELECT count(*) FROM source_identity WHERE identity = '$_'") =~ s/\Q$_\E/NAME/gr =~ s/[\d.]+ ms|time=[\d.]+/TIME/gr } 'Jane Zebra Roe', 'Jack Zonda Fox';
	# from 17 on the planner knows that no row can be seen, and drops the names as well
	like($there, qr/QUERY PLAN/, "the $role guesses names");
	$_ =~ s/\(actual TIME\S*/(actual TIME/g for $there, $not_there;
	is($there, $not_there, 'and is answered the same whether they are there or not');
	my $dump = qx{pg_dump --role=confidential_$role --table=paper.source_identity $database 2>&1};
	like($dump, qr/query would be affected by row-level security/, "a dump by the $role fails");
	unlike($dump, $secret, 'and has no identity in it');
	unlike(qx{pg_dump --role=confidential_$role --enable-row-security --table=paper.source_identity $database 2>&1}, $secret, 'nor one that minds row-level security');
}
as('owner', 'REVOKE ALL ON ALL TABLES IN SCHEMA paper FROM confidential_reporter, confidential_tipster',
	q{SELECT grant_ledger('paper', tipster => 'confidential_tipster', reporter => 'confidential_reporter', editor => 'confidential_editor')});

# Outsider and tipster do not even learn which sources there are, nor what anyone says
foreach my $role (qw(outsider tipster))
{
	# what they are told of a source must not depend on whether there is one
	my @names = ($jane, 'nurse', 'nobody');
	my @told = map { my $said = as($role, "SELECT * FROM attest(1, '$_')", "SELECT source_key('$_')", "SELECT * FROM accept_attestation(1, 1, '$_')",
		"INSERT INTO attestation (claim, said) VALUES (1, '$_')", "SELECT forget('$_')", "SELECT tip(1, '$_')", "SELECT regather_sources('{$_}')",
		"SELECT first_mention('attestation', '{$_}')", "SELECT add_confidential_source(held_by => 'me', counts_with => '$_')"); join "\n", grep { !/^LINE|^ *\^/ } split /\n/, $said =~ s/\Q$_\E/NAME/gr } @names;
	is($told[0], $told[2], "the $role is told the same of a source that is there and of one that is not");
	is($told[1], $told[2], "the $role: also of an ordinary one");
	unlike(as($role, @attempts), qr/I saw it|assertion \d/, "the $role reads neither quotes nor claims");
}
# The editor does
like(as('editor', 'TABLE source_identity'), qr/Jane Zebra Roe/, 'the editor sees who it is');
as('editor', q{SELECT forget(source) FROM source_identity WHERE source <> '} . $jane . q{'});
unlike(as('editor', "SELECT forget('$jane')", 'TABLE source_identity', 'TABLE attestation', 'TABLE claim_event'), qr/$secret|I saw it/,
	'and it is gone when she is forgotten');
unlike(as('owner', 'TABLE source_identity', 'TABLE source', 'TABLE source_rating', 'TABLE attestation', 'TABLE claim_event', 'TABLE document', 'TABLE ruling'),
	qr/$secret|I saw it/, 'from all tables');
is(psql($database, '-A', '-t', '-c', 'ANALYZE', '-c', q{SELECT tablename, attname FROM pg_stats
	WHERE concat(most_common_vals, histogram_bounds, most_common_elems) ~ 'Jane|Roe|Zebra|lawyer of hers|I saw it'}), '', 'and from statistics');
like(as('owner', 'SELECT id, corroboration FROM claim WHERE id = 1', q{SELECT count(*) AS wrong FROM check_evidence('attestation')}),
	qr/1 \|\s+1\n.*wrong.*\n.*\n\s+0/s, 'and what she said still counts');

# A dump without identities
as('reporter', q{SELECT add_confidential_source(identity => 'Jane Zebra Roe')});
my $dump = qx{pg_dump --exclude-table-data=paper.source_identity $database 2>&1};
like($dump, qr/CREATE TABLE paper\.source_identity/, 'a dump');
unlike($dump, $secret, 'without identities');

# The log: nothing of hers at the default level, where errors log their statements
SKIP:
{
	skip 'the log of this server is not at hand', 23 unless $log;
	is(psql('postgres', '-A', '-t', '-c', q{SELECT string_agg(setting, ' ' ORDER BY name) FROM pg_settings
		WHERE name IN ('log_min_error_statement', 'log_min_messages', 'log_parameter_max_length_on_error', 'log_statement')}),
		"error warning 0 none\n", 'the server logs what it does by default');
	# what fails, with parameters as programs send them: the statement is logged, they are not, whoever slips and however
	my %slips = (
		'an unknown kind' => [ 'reporter', 'SELECT paper.add_confidential_source(identity => :who, kind => :key);', qr/unrecognized kind of source/ ],
		'a name for a key' => [ 'reporter', 'SELECT paper.add_confidential_source(held_by => :key, counts_with => :who);', qr/there is no such source/ ],
		'forgetting by name' => [ 'editor', 'SELECT paper.forget(:who);', qr/there is no such source/ ],
		'rating by name' => [ 'editor', q{SELECT paper.rate_source(:who, 0.5, :key);}, qr/there is no such source/ ],
		'a name beside the key' => [ 'editor', q{UPDATE paper.source SET name = :who WHERE key = :key;}, qr/has no name in the table source/ ],
		'a new source with a name' => [ 'editor', q{INSERT INTO paper.source (key, name, confidential) VALUES ('x', :who, true);}, qr/has no name in the table source/ ],
		'the identity of a key not found' => [ 'owner', q{INSERT INTO paper.source_identity (source, identity) SELECT (SELECT key FROM paper.source WHERE key = :who), :who;}, qr/no such source to have an identity/ ],
		'columns taken for each other' => [ 'owner', q{INSERT INTO paper.source_identity (source, identity) VALUES (:who, :key);}, qr/no such source to have an identity/ ],
		'one identity twice' => [ 'owner', q{INSERT INTO paper.source_identity (source, identity) VALUES (:key, :who);}, qr/duplicate key/ ],
		'an identity not allowed' => [ 'reporter', q{INSERT INTO paper.source_identity (source, identity) VALUES (:key, :who);}, qr/permission denied/ ],
	);
	my ($key) = as('reporter', q{SELECT 'key ' || add_confidential_source(identity => 'Jane Zebra Roe')}) =~ /key (source-\w+)/;
	my $script = "/tmp/corroborate_confidential_$$.sql";
	foreach my $slip (sort keys %slips)
	{
		my ($role, $statement, $error) = @{$slips{$slip}};
		open my $out, '>', $script or die "$script: $!";
		print $out "SET SESSION AUTHORIZATION confidential_$role;\n$statement\n";
		close $out;
		my $failed = qx{pgbench --no-vacuum --transactions=1 --protocol=extended -D who='Jane Zebra Roe' -D key=$key --file=$script $database 2>&1};
		like($failed, $error, "$slip is an error");
		unlike($failed, $secret, "$slip: it does not say the name");
	}
	unlink $script;
	open my $file, '<', $log or die "$log: $!";
	seek $file, $log_start, 0;
	local $/;
	my $logged = <$file>;
	close $file;
	like($logged, qr/STATEMENT:  SELECT paper\.add_confidential_source\(identity => \$1/, 'such a statement is in the log');
	is(join("\n", grep { $_ =~ $secret } split /\n/, $logged), '', 'and no identity is');
}

done_testing();
