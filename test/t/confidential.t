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

# Where test/with_cluster keeps its server's log
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
	q{INSERT INTO claim (statement) SELECT 'statement ' || i FROM generate_series(1, 50) AS i}), qr/ERROR/, 'a ledger');

# The reporter protects a source: who she is comes from a program, as parameters
my $added = as('reporter', q{PREPARE protect (text, text) AS SELECT 'key ' || add_confidential_source(identity => $1, held_by => $2)},
	q{EXECUTE protect('Jane Zebra Roe', 'a lawyer of hers')});
my ($jane) = $added =~ /key (source-[0-9a-f]{12})/;
ok($jane, 'a confidential source');
unlike(as('reporter', q{INSERT INTO source (key, kind) VALUES ('nurse', 'person'), ('outlet', 'outlet')},
	map { "SELECT status FROM attest($_, '$jane<*', quote => 'I saw it')" } 1 .. 20), qr/ERROR|$secret/, 'she is quoted');

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
);
psql($database, '-c', 'ANALYZE');
foreach my $role (qw(outsider tipster reporter))
{
	my $said = as($role, @attempts);
	unlike($said, $secret, "the $role does not learn who it is");
	unlike($said, qr/leaked/, "no function of the ${role}'s sees a row");
}

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
	unlike(as($role, @attempts), qr/I saw it|statement \d/, "the $role reads neither quotes nor claims");
}
my $notified = as('outsider', 'SELECT 1');
unlike($notified, $secret, 'nor by listening');

# The editor does
like(as('editor', 'TABLE source_identity'), qr/Jane Zebra Roe/, 'the editor sees who it is');
unlike(as('editor', "SELECT forget('$jane')", 'TABLE source_identity', 'TABLE attestation', 'TABLE claim_event'), qr/$secret|I saw it/,
	'and it is gone when she is forgotten');
unlike(as('owner', 'TABLE source_identity', 'TABLE source', 'TABLE source_rating', 'TABLE attestation', 'TABLE claim_event', 'TABLE document', 'TABLE ruling'),
	qr/$secret|I saw it/, 'from all tables');
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
	skip 'the log of this server is not at hand', 4 unless $log;
	is(psql('postgres', '-A', '-t', '-c', q{SELECT string_agg(setting, ' ' ORDER BY name) FROM pg_settings
		WHERE name IN ('log_min_error_statement', 'log_min_messages', 'log_parameter_max_length_on_error', 'log_statement')}),
		"error warning 0 none\n", 'the server logs what it does by default');
	# a call that fails, with parameters as programs send them: the statement is logged, they are not
	my $script = "/tmp/corroborate_confidential_$$.sql";
	open my $out, '>', $script or die "$script: $!";
	print $out "SELECT paper.add_confidential_source(identity => :who, kind => :kind);\n";
	close $out;
	my $failed = qx{pgbench --no-vacuum --transactions=1 --protocol=extended -D who='Jane Zebra Roe' -D kind='no such kind' --file=$script $database 2>&1};
	unlink $script;
	like($failed, qr/source_kind_known/, 'a call that fails');
	open my $file, '<', $log or die "$log: $!";
	seek $file, $log_start, 0;
	local $/;
	my $logged = <$file>;
	close $file;
	like($logged, qr/STATEMENT:  SELECT paper\.add_confidential_source\(identity => \$1/, 'its statement is in the log');
	unlike($logged, $secret, 'and no identity is');
}

done_testing();
