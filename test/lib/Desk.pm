# Desk.pm: what people do to a ledger, as SQL at random, to be done by many at the same time.
#
#   Desk::create($db);                         a small ledger in schema newsroom, of which everybody works on the same rows
#   my $script = Desk::script(client => 3, seconds => 60, statements => 20000, transactions => 1);
#   my $load = $db->start($script, Desk::psql());
#   my ($text) = $db->finish($load);
#   my %count = Desk::outcomes($text);         "kind level state" => how often
#
# A script is read by psql. After each statement it prints a line: what was done, at which isolation level, and the
# SQLSTATE. With transactions, there are some of several statements, which are of the kind "transaction". Some transactions
# are prepared, of one statement too.

package Desk;

use strict;
use warnings;

my @levels = ('read committed', 'repeatable read', 'serializable');
my @names = map { "p$_" } 0 .. 7;
my @publishers = map { "f$_" } 0 .. 5;

sub any { return $_[ rand @_ ] }
sub quoted { my ($text) = @_; return "'" . $text =~ s/'/''/gr . "'" }

sub create
{
	my ($db) = @_;

	$db->query(<<"SQL");
SET client_min_messages = warning;
CREATE EXTENSION corroborate;
SELECT create_ledger('newsroom', unknown_sources => 'add');
SET search_path = newsroom, public;
INSERT INTO source (key, kind) SELECT 'p' || i, 'person' FROM generate_series(0, 7) AS i
	UNION ALL SELECT 'f' || i, 'outlet' FROM generate_series(0, 5) AS i;
INSERT INTO document (publisher) SELECT 'f' || i FROM generate_series(0, 5) AS i;
INSERT INTO claim (statement) SELECT 'claim ' || i FROM generate_series(1, 20) AS i;
SQL
}

# ---- Rows that are there

my $claim = '(SELECT id FROM claim ORDER BY random() LIMIT 1)';
my $document = '(SELECT id FROM document ORDER BY random() LIMIT 1)';
# one attestation of which something holds
sub one { my ($holds) = @_; return "(SELECT claim, id FROM attestation WHERE $holds ORDER BY random() LIMIT 1)" }
# several, locked in one order
sub some
{
	my ($table, $key, $holds, $count) = @_;
	return "(SELECT $key FROM $table WHERE ($key) IN (SELECT $key FROM $table WHERE $holds ORDER BY random() LIMIT $count) ORDER BY $key FOR UPDATE)";
}

sub person { return any(@names, 'q' . int(rand 12)) }

sub said
{
	my $kind = rand(10);
	my $name = person();

	return $name if $kind < 4;
	return "$name<*" if $kind < 5;
	return "$name<" . any(@names) if $kind < 6.5;
	return any(@publishers) if $kind < 7.5;
	return any(@publishers) . '<' . any(@names) if $kind < 8.5;
	return "!$name";
}

# ---- Stories, whose publishers name one another in different orders

sub story
{
	my @items = map {
		my $item = int(rand 4);
		my $status = rand(8) < 1 ? 'cancelled' : 'usable';
		"<newsItem guid=\"i$item\" version=\"" . int(rand 5) . '"><itemMeta><pubStatus qcode="stat:' . ($status eq 'usable' ? 'usable' : 'canceled')
		  . '"/><provider literal="' . any(@publishers) . '"/></itemMeta><contentMeta><infoSource literal="' . any(@publishers, @names, 'w' . int(rand 5))
		  . '"/><headline>h</headline></contentMeta></newsItem>'
	} 1 .. 1 + rand(5);
	return '<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>' . join('', @items) . '</itemSet></newsMessage>';
}

# ---- What is done: how often, the statement; the level, if it is done at one only; and "transactions" if only beside these

my @kinds = (
	[ attest => 20, sub { 'SELECT status FROM attest(' . $claim . ', ' . quoted(said()) . (rand(3) < 1 ? ", document => $document" : '') . ')' } ],
	[ insert_many => 8, sub { 'INSERT INTO attestation (claim, said, document) SELECT c.id, (ARRAY[' . join(', ', map { quoted(said()) } 1 .. 4)
		. "]::public.attribution[])[1 + c.id % 4], CASE WHEN c.id % 3 = 0 THEN $document END FROM claim AS c WHERE c.id % 5 = " . int(rand 5) } ],
	[ tip => 3, sub { "SELECT tip($claim, 'heard it')" } ],
	[ pending => 4, sub { "INSERT INTO attestation (claim, said, accepted_at, accepted_by) SELECT c, " . quoted(said()) . ", NULL, NULL FROM $claim AS s (c)" } ],
	[ correct => 4, sub { 'SELECT a.status FROM (SELECT claim, id, said FROM attestation WHERE retracted_at IS NULL ORDER BY random() LIMIT 1) AS o, '
		. 'LATERAL attest(o.claim, o.said, replaces => o.id) AS a' } ],
	[ accept => 5, sub { 'SELECT a.status FROM ' . one('accepted_at IS NULL AND retracted_at IS NULL') . ' AS o, LATERAL accept_attestation(o.claim, o.id) AS a' } ],
	[ retract => 6, sub { 'SELECT a.status FROM ' . one('retracted_at IS NULL') . q{ AS o, LATERAL retract_attestation(o.claim, o.id, 'misheard') AS a} } ],
	[ retract_many => 3, sub { q{UPDATE attestation AS a SET retracted_at = greatest(statement_timestamp(), a.recorded_at), retraction_reason = 'misheard' FROM }
		. some('attestation', 'claim, id', 'retracted_at IS NULL', 4) . ' AS o WHERE a.claim = o.claim AND a.id = o.id' } ],
	[ delete => 12, sub { 'DELETE FROM attestation WHERE (claim, id) IN ' . one('true') } ],
	[ delete_many => 8, sub { 'DELETE FROM attestation AS a USING ' . some('attestation', 'claim, id', 'replaces IS NULL', 8) . ' AS o WHERE a.claim = o.claim AND a.id = o.id' } ],
	[ claim => 3, sub { q{INSERT INTO claim (statement) SELECT 'another' WHERE (SELECT count(*) FROM claim) < 25} } ],
	[ delete_claim => 3, sub { "DELETE FROM claim AS c WHERE c.id = $claim AND (SELECT count(*) FROM claim) > 15 " . any('', map {
		"AND NOT EXISTS (SELECT FROM $_ AS a WHERE a.claim = c.id) " } qw(attestation ruling)) } ],
	[ delete_claim_and_said => 2, sub { "WITH c AS (SELECT c.id FROM claim AS c WHERE c.id = $claim AND (SELECT count(*) FROM claim) > 15), "
		. 'a AS (DELETE FROM attestation WHERE claim IN (SELECT id FROM c)), r AS (DELETE FROM ruling WHERE claim IN (SELECT id FROM c)) '
		. 'DELETE FROM claim WHERE id IN (SELECT id FROM c)' }, undef, 'transactions' ],
	[ discredit => 2, sub { 'SELECT discredit_source(' . quoted(any(@names)) . ", 'lied')" } ],
	[ rate => 4, sub { 'SELECT rate_source(' . quoted(any(@names, @publishers)) . ', ' . any('NULL', '0.5', '0.25', '1') . ", 'known better')" } ],
	[ describe => 3, sub { 'UPDATE source SET kind = ' . quoted(any(qw(person outlet document other))) . ', affiliations = '
		. any(q{'{}'}, q{'{}'}, "ARRAY['" . any(@names, 'q3', 'desk') . "']") . ' WHERE key = ' . quoted(any(@names, @publishers)) } ],
	[ rely => 2, sub { my ($key, $other) = (any(@names), any(@publishers));
		'UPDATE source SET relies_on = ' . any(q{'{}'}, "ARRAY['$other']") . " WHERE key = '$key'" } ],
	[ describe_many => 1, sub { 'UPDATE source AS s SET reliability = ' . any('NULL', '0.75') . ' FROM ' . some('source', 'key', 'true', 5) . ' AS o WHERE s.key = o.key' } ],
	[ register => 2, sub { "INSERT INTO source (key, kind) VALUES ('" . any('u', 'q') . int(rand 12) . "', 'person') ON CONFLICT DO NOTHING" } ],
	[ unregister => 2, sub { "DELETE FROM source WHERE key IN (SELECT key FROM source WHERE key ~ '^[uqw]|^new' ORDER BY random() LIMIT 1)" } ],
	[ rename => 2, sub { "UPDATE source SET key = 'u' || " . int(rand 12) . " WHERE key IN (SELECT key FROM source WHERE key ~ '^[uq]' ORDER BY random() LIMIT 1)" } ],
	[ alias => 3, sub { 'INSERT INTO source_alias (alias, source) VALUES (' . quoted(any('q' . int(rand 12), any(@names))) . ', ' . quoted(any(@names))
		. ') ON CONFLICT DO NOTHING' } ],
	[ alias_many => 2, sub { 'INSERT INTO source_alias (alias, source) SELECT \'q\' || i, \'p\' || (i + ' . int(rand 8)
		. ') % 8 FROM generate_series(0, 19) AS i ON CONFLICT DO NOTHING' } ],
	[ alias_change => 2, sub { 'UPDATE source_alias SET source = ' . quoted(any(@names)) . ' WHERE alias = ' . quoted('q' . int(rand 12)) } ],
	[ unalias => 2, sub { 'DELETE FROM source_alias WHERE alias = ' . quoted(any(@names, 'q' . int(rand 12))) } ],
	[ unalias_many => 2, sub { 'DELETE FROM source_alias AS a USING ' . some('source_alias', 'alias', any('true', q{alias ~ '^q1[2-9]$'}), 20) . ' AS o WHERE a.alias = o.alias' } ],
	[ confidential => 1, sub { q{SELECT add_confidential_source(held_by => 'the editor', counts_with => } . quoted(any(@names)) . ') WHERE (SELECT count(*) FROM source) < 40' } ],
	[ forget => 1, sub { q{SELECT forget(key) FROM (SELECT key FROM source WHERE key ~ '^[pu]' AND (SELECT count(*) FROM source) < 60 ORDER BY random() LIMIT 1) AS s} },
		'read committed' ],
	[ document => 2, sub { 'INSERT INTO document (publisher) SELECT ' . quoted(any(@publishers)) . ' WHERE (SELECT count(*) FROM document) < 30' } ],
	[ republish => 3, sub { "UPDATE document SET republishes = $document, publisher = " . quoted(any(@publishers)) . " WHERE id IN (SELECT id FROM document ORDER BY random() LIMIT 1)" } ],
	[ original => 2, sub { 'UPDATE document AS d SET republishes = NULL FROM ' . some('document', 'id', 'republishes IS NOT NULL', 3) . ' AS o WHERE d.id = o.id' } ],
	[ import => 4, sub { q{SELECT change FROM import_news('newsroom', } . quoted(story()) . ')' } ],
	[ rule => 4, sub { 'INSERT INTO ruling (claim, verdict, why) SELECT c, ' . quoted(any(qw(confirm refute hold release))) . ", 'so' FROM $claim AS s (c)" } ],
	[ rule_anew => 1, sub { 'UPDATE ruling SET verdict = ' . quoted(any(qw(confirm refute hold release))) . ' WHERE (claim, id) IN (SELECT claim, id FROM ruling ORDER BY random() LIMIT 1)' } ],
	[ unrule => 2, sub { 'DELETE FROM ruling AS r USING ' . some('ruling', 'claim, id', 'true', 3) . ' AS o WHERE r.claim = o.claim AND r.id = o.id' } ],
	[ unrule_all => 0.2, sub { 'TRUNCATE ruling' } ],
	[ publish => 1, sub { "INSERT INTO publication (document, claim) SELECT d, c FROM $document AS x (d), $claim AS y (c) ON CONFLICT DO NOTHING" } ],
	[ unpublish => 1, sub { 'DELETE FROM publication WHERE (document, claim) IN (SELECT document, claim FROM publication ORDER BY random() LIMIT 1)' } ],
);

sub kinds { return map { $_->[0] } @kinds }

# One that may be done at a level
sub any_kind
{
	my ($level, $how) = @_;
	my @here = grep { ($_->[3] // $level) eq $level && (!$_->[4] || $how->{ $_->[4] }) } @kinds;
	my $total = 0;

	$total += $_->[1] foreach @here;
	my $at = rand($total);
	foreach my $kind (@here)
	{
		return @$kind[ 0, 2 ] if ($at -= $kind->[1]) < 0;
	}
	return @{ $here[0] }[ 0, 2 ];
}

# ---- Scripts

sub statement
{
	my ($level, $how) = @_;
	my ($name, $sql) = any_kind($level, $how);
	my $mark = $level =~ s/ /_/r;

	return "SET default_transaction_isolation = '$level';\n" . $sql->() . ";\n\\echo $name $mark :SQLSTATE\n";
}

# What was begun is prepared, and then committed or not
sub finish_prepared
{
	my ($client, $mark) = @_;
	my $id = "client $client";

	return "PREPARE TRANSACTION '$id';\n\\echo prepare $mark :SQLSTATE\nSELECT pg_sleep(random() / 50);\n"
	  . any('COMMIT', 'COMMIT', 'ROLLBACK') . " PREPARED '$id';\n\\echo finish $mark :SQLSTATE\n";
}

# One statement, prepared
sub prepared
{
	my ($level, $how) = @_;
	my ($name, $statement) = any_kind($level, $how);
	my $mark = $level =~ s/ /_/r;

	return "BEGIN ISOLATION LEVEL $level;\n" . $statement->() . ";\n\\echo $name $mark :SQLSTATE\n" . finish_prepared($how->{client}, $mark);
}

sub transaction
{
	my ($level, $how) = @_;
	my $sql = "BEGIN ISOLATION LEVEL $level;\n";
	my $mark = $level =~ s/ /_/r;

	for (1 .. 2 + rand(2))
	{
		my ($name, $statement) = any_kind($level, $how);
		$sql .= $statement->() . ";\n\\echo transaction $mark :SQLSTATE\n";
	}
	return $sql . finish_prepared($how->{client}, $mark) if rand(3) < 1;
	return $sql . any("COMMIT;\n", "COMMIT;\n", "ROLLBACK;\n") . "\\echo commit $mark :SQLSTATE\n";
}

sub script
{
	my (%how) = @_;
	my $sql = "\\o /dev/null\nSET client_min_messages = error;\nSET search_path = newsroom, public;\nSET lock_timeout = '60s';\n"
	  . "SELECT clock_timestamp() + '$how{seconds} s' AS until \\gset\n";

	for my $i (1 .. $how{statements})
	{
		my $level = any(@levels, 'read committed', 'read committed');
		my $kind = rand(10);
		$sql .= $kind < 1 ? prepared($level, \%how) : $kind < 3 && $how{transactions} ? transaction($level, \%how) : statement($level, \%how);
		$sql .= "SELECT clock_timestamp() > :'until' AS over \\gset\n\\if :over\n\\quit\n\\endif\n" if $i % 10 == 0;
	}
	return $sql;
}

sub psql
{
	return qw(psql -X -q -A -t -v ON_ERROR_STOP=0 -v VERBOSITY=sqlstate);
}

sub outcomes
{
	my ($text) = @_;
	my %count;
	$count{"$1 $2 $3"}++ while $text =~ /^(\w+) (read_committed|repeatable_read|serializable) (\w{5})$/mg;
	return %count;
}

1;
