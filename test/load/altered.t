#!/usr/bin/perl
#
# Rules are read while others alter the tables: at each look at a catalog what the server knows of a table may be made anew, and
# what it knew before is gone. Sessions read a ledger's rule for the first time, again and again. $CORROBORATE_LOAD_SECONDS says
# for how long, eight seconds unless given. The server is the one that PGHOST and so on lead to.

use strict;
use warnings;

use FindBin;
use lib "$FindBin::Bin/../lib";
use Test::More;

use Cluster;

my $seconds = $ENV{CORROBORATE_LOAD_SECONDS} // 8;
my $name = "corroborate_altered_$$";
my $server = Cluster::Database->new('postgres');
my $db = $server->create($name);
END { local $?; $server->drop($name) if $server }

$db->query(<<'SQL');
SET client_min_messages = warning;
CREATE EXTENSION corroborate;
SELECT create_ledger('newsroom');
INSERT INTO newsroom.source (key, kind) VALUES ('anna', 'person'), ('bob', 'person');
INSERT INTO newsroom.claim (statement) VALUES ('It rained');
INSERT INTO newsroom.attestation (claim, said) VALUES (1, 'anna'), (1, 'bob');
SQL

sub repeated
{
	my ($times, @statements) = @_;
	return "\\o /dev/null\nSELECT clock_timestamp() + '$seconds s' AS until \\gset\n"
	  . join('', map { @statements, "SELECT clock_timestamp() > :'until' AS over \\gset\n\\if :over\n\\quit\n\\endif\n" } 1 .. $times);
}

my @psql = qw(psql -X -q -A -t -v ON_ERROR_STOP=1);
my @altering = map { my $table = $_; "ALTER TABLE newsroom.$table SET (fillfactor = 60);\nALTER TABLE newsroom.$table RESET (fillfactor);\n" } qw(attestation claim source document);
my @loads = map { $db->start($_, @psql) } repeated(2000 * $seconds, @altering),
  (repeated(400 * $seconds, "\\c\n\\o /dev/null\nSELECT regather('newsroom.attestation', '{anna}'), newsroom.who();\n",
	"INSERT INTO newsroom.publication (document, claim) SELECT 1, 1 WHERE false;\n")) x 3;

foreach my $load (@loads)
{
	my ($text, $status) = $db->finish($load);
	is($text, '', 'nothing goes wrong');
	is($status, 0, 'and all is done');
}
is($db->query(q{SELECT count(*) FROM check_evidence('newsroom.attestation')}), 0, 'the evidence is what it was');
done_testing();
