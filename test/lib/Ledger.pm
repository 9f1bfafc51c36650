# Ledger.pm: a ledger under load, and what must hold of it afterwards.
#
#   Ledger::create($db, 1000);                    a ledger in schema newsroom, with so many claims
#   my $load = Ledger::load($db, clients => 4, seconds => 60, isolation => 'read committed');
#   my $report = Ledger::report($db, $load);      waits for it: transactions, serialization and deadlock failures, text
#   Ledger::checks($db);                          name and query of each check; whatever a query returns is wrong
#
# $db is a Cluster::Database.

package Ledger;

use strict;
use warnings;

use File::Temp qw(tempdir);
use Exporter qw(import);

our @EXPORT_OK = qw(sound);

my $directory = tempdir(CLEANUP => 1);

sub create
{
	my ($db, $claims) = @_;

	$db->query(<<"SQL");
SET client_min_messages = warning;
CREATE EXTENSION corroborate;
SELECT create_ledger('newsroom', unknown_sources => 'add');
SET search_path = newsroom, public;
INSERT INTO source (key, kind, affiliations, reliability)
SELECT 'p' || i, 'person', CASE WHEN i % 10 = 0 THEN ARRAY['p' || (i + 1)] ELSE '{}' END,
	CASE WHEN i % 3 > 0 THEN 0.5 + i / 200.0 END
FROM generate_series(0, 49) AS i
UNION ALL SELECT 'o' || i, 'outlet', '{}', NULL FROM generate_series(0, 9) AS i;
INSERT INTO document (publisher) SELECT 'o' || i % 10 FROM generate_series(1, 30) AS i;
INSERT INTO claim (statement) SELECT 'claim ' || i FROM generate_series(1, $claims) AS i;
INSERT INTO attestation (claim, said) SELECT i, ('p' || i % 50)::attribution FROM generate_series(1, $claims) AS i;
ANALYZE;
SQL
}

# Weight and text of each script. Rows are picked one by one, or locked in order: those of one table that somebody
# updates in any order he likes are his own affair, as they are without triggers. What has a quote is not deleted, nor
# does it become somebody else's, whom forget() may then take it from: crash.t knows its rows by their quotes.
my $said = q{(CASE WHEN :kind < 55 THEN 'p' || :person WHEN :kind < 65 THEN 'p' || :person || '<*'
	WHEN :kind < 75 THEN 'p' || :person || '<p' || (:person + 7) % 50 WHEN :kind < 85 THEN 'o' || :person % 10
	WHEN :kind < 90 THEN 'o' || :person % 10 || '<p' || :person WHEN :kind < 98 THEN '!p' || :person
	WHEN :kind < 99 THEN 'gone-' || :person || '-' || :claim % 5 ELSE 'new-' || :person || '-' || :kind END)::public.attribution};
my $picked = q{(claim, id) = (SELECT claim, id FROM newsroom.attestation WHERE claim = :claim AND %s
	ORDER BY id DESC LIMIT 1)};
my $ordered = q{FROM (SELECT claim, id FROM newsroom.attestation
	WHERE claim IN (:claim, 1 + (:claim * 7) %% 1000, 1 + (:claim * 31) %% 1000) AND %s
	ORDER BY claim, id FOR UPDATE) AS these WHERE a.claim = these.claim AND a.id = these.id};
# what is refused because a name is still mentioned, or there already, or gone, is left alone
my $if_it_may = q{DO 'BEGIN %s; EXCEPTION WHEN foreign_key_violation OR unique_violation OR no_data_found THEN END'};
my $new = q{''new-'' || :person || ''-'' || :kind};
my $story = q{'<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>' || (SELECT string_agg(format('<newsItem guid="i%%s" version="%%s">'
	|| '<itemMeta><pubStatus qcode="stat:%%s"/><provider literal="o%%s"/></itemMeta><contentMeta><infoSource literal="p%%s"/></contentMeta></newsItem>',
	i %% 7, :kind %% 5, CASE WHEN :kind %% 9 = 0 THEN 'canceled' ELSE 'usable' END, i %% 10, (i * 7) %% 50), '' ORDER BY (i * :kind) %% 11)
	FROM generate_series(:person, :person + 4) AS i) || '</itemSet></newsMessage>'} =~ s/%%/%/gr;
my $sources = q{('p' || :person, 'p' || (:person * 7 + 3) % 50, 'p' || (:person * 31 + 11) % 50, 'p' || 49 - :person)};

my @scripts = (
	[ insert => 30, "INSERT INTO newsroom.attestation (claim, said) VALUES (:claim, $said)" ],
	[ attest => 5, "SELECT * FROM newsroom.attest(:claim, $said)" ],
	[ pending => 8, "INSERT INTO newsroom.attestation (claim, said, accepted_at, accepted_by) VALUES (:claim, $said, NULL, NULL)" ],
	[ insert_many => 10, q{INSERT INTO newsroom.attestation (claim, said)
		SELECT 1 + floor(random() * 1000)::int, ((ARRAY['', '', '', '!'])[1 + :kind % 4] || 'p' || floor(random() * 50)::int)::public.attribution
		FROM generate_series(1, 1 + :kind / 3)} ],
	[ update => 8, "UPDATE newsroom.attestation SET said = $said WHERE " . sprintf($picked, 'quote IS NULL') ],
	[ delete => 8, 'DELETE FROM newsroom.attestation WHERE ' . sprintf($picked, 'quote IS NULL') ],
	[ delete_many => 4, 'DELETE FROM newsroom.attestation AS a USING ' . (sprintf($ordered, 'quote IS NULL AND id % 2 = 0') =~ s/^FROM //r) ],
	[ retract => 8, "UPDATE newsroom.attestation SET retracted_at = greatest(now(), recorded_at), retraction_reason = 'misheard'
		WHERE " . sprintf($picked, 'retracted_at IS NULL') ],
	[ retract_many => 3, "UPDATE newsroom.attestation AS a SET retracted_at = greatest(now(), recorded_at), retraction_reason = 'misheard' "
		. sprintf($ordered, 'retracted_at IS NULL') ],
	[ accept => 8, 'UPDATE newsroom.attestation SET accepted_at = greatest(now(), recorded_at)
		WHERE ' . sprintf($picked, 'accepted_at IS NULL') ],
	[ accept_many => 2, 'UPDATE newsroom.attestation AS a SET accepted_at = greatest(now(), recorded_at) '
		. sprintf($ordered, 'accepted_at IS NULL') ],
	[ discredit => 4, q{SELECT newsroom.discredit_source('p' || :person, 'lied')} ],
	[ credit => 6, q{UPDATE newsroom.source SET reliability = :kind / 100.0 WHERE key =
		(SELECT key FROM newsroom.source WHERE reliability::float8 = 0 ORDER BY key LIMIT 1)} ],
	[ rate => 2, q{SELECT newsroom.rate_source('p' || :person, nullif(:kind, 50) / 100.0, 'known better')} ],
	[ alias => 2, q{INSERT INTO newsroom.source_alias (alias, source) SELECT 'new-' || :person || '-' || :kind, key
		FROM newsroom.source WHERE key = 'p' || :person ON CONFLICT DO NOTHING} ],
	[ alias_many => 1, q{INSERT INTO newsroom.source_alias (alias, source) SELECT 'new-' || :person || '-' || i, key
		FROM newsroom.source, generate_series(:kind, :kind + 12) AS i WHERE key = 'p' || :person ORDER BY i ON CONFLICT DO NOTHING} ],
	[ unalias => 1, sprintf($if_it_may, "DELETE FROM newsroom.source_alias WHERE alias = $new") ],
	[ register => 1, "INSERT INTO newsroom.source (key) VALUES (" . ($new =~ s/''/'/gr) . ") ON CONFLICT DO NOTHING" ],
	[ rename => 1, sprintf($if_it_may, "UPDATE newsroom.source SET key = ''new-'' || :kind || ''-'' || :person WHERE key = $new") ],
	[ copies => 4, "INSERT INTO newsroom.attestation (claim, said, document) VALUES (:claim, $said, 1 + :kind % 30)" ],
	[ republish => 2, 'UPDATE newsroom.document SET republishes = nullif(1 + :person % 30, 1 + :kind % 30) WHERE id = 1 + :kind % 30' ],
	[ rule => 3, q{INSERT INTO newsroom.ruling (claim, verdict, why) VALUES (:claim, (ARRAY['confirm', 'refute', 'hold', 'release'])[1 + :kind % 4], 'so')} ],
	[ unrule => 1, 'DELETE FROM newsroom.ruling WHERE (claim, id) = (SELECT claim, id FROM newsroom.ruling WHERE claim = :claim ORDER BY id DESC LIMIT 1)' ],
	[ import => 1, "SELECT change FROM import_news('newsroom', $story)" ],
	# it refuses the other levels. Nobody makes those that are gone another spelling of one who is not
	[ forget => 1, sprintf($if_it_may, q{IF current_setting(''transaction_isolation'') = ''read committed'' THEN
		PERFORM newsroom.forget(s.key) FROM (SELECT key FROM newsroom.source WHERE key LIKE ''gone-%'' ORDER BY random() LIMIT 1) AS s; END IF}) ],
	[ rate_many => 1, "UPDATE newsroom.source SET reliability = nullif(:kind, 50) / 100.0 WHERE key IN $sources" ],
);

sub load
{
	my ($db, %how) = @_;
	my @files;

	foreach my $script (@scripts)
	{
		my ($name, $weight, $text) = @$script;
		push @files, '--file', "$directory/$name.sql\@$weight";
		next if -e "$directory/$name.sql";    # another load may be reading it
		open(my $file, '>', "$directory/$name.sql") or die "$name: $!";
		print $file "\\set claim random_zipfian(1, 1000, 1.05)\n\\set person random(0, 49)\n\\set kind random(1, 100)\n",
			$text =~ s/\s*\n\s*/ /gr, ";\n";
		close($file) or die "$name: $!";
	}
	local $db->{environment}{PGOPTIONS} = '-c default_transaction_isolation=' . $how{isolation} =~ s/ /\\ /gr;
	return $db->start('', qw(pgbench --no-vacuum --max-tries=1 --failures-detailed), '--client', $how{clients}, '--jobs', 1,
		'--time', $how{seconds}, @files);
}

sub report
{
	my ($db, $load) = @_;
	my ($text, $status) = $db->finish($load);
	my %report = (text => $text, status => $status);

	# the first of each is that of all scripts together
	($report{transactions}) = $text =~ /^number of transactions actually processed: (\d+)/m;
	($report{serialization}) = $text =~ /^number of serialization failures: (\d+)/m;
	($report{deadlocks}) = $text =~ /^number of deadlock failures: (\d+)/m;
	return \%report;
}

# What must hold, whatever was done.
my $events = q{
	WITH history AS (
		SELECT claim, id, at, change, from_status, to_status, corroboration, cause,
			change IN ('raised', 'withdrawn') AS of_flag,
			from_status >= 'corroborated' AS flagged_before, to_status >= 'corroborated' AS flagged,
			row_number() OVER about = 1 AS first,
			lag(to_status >= 'corroborated', 1, false) OVER claim AS left_flagged,
			lag(change) OVER about AS change_before,
			-- what else one change of the evidence led to
			lag((from_status, to_status, corroboration, cause)) OVER claim
				= (from_status, to_status, corroboration, cause) AS with_flag
		FROM newsroom.claim_event
		WINDOW claim AS (PARTITION BY claim ORDER BY id),
			about AS (PARTITION BY claim,
				CASE WHEN change IN ('raised', 'withdrawn') THEN 'flag' WHEN change IN ('disputed', 'settled') THEN 'dispute' ELSE 'denial' END
				ORDER BY id)
	)};

my @checks = (
	[ 'evidence is what the attestations say', q{SELECT * FROM check_evidence('newsroom.attestation') LIMIT 5} ],
	# by other means than the extension's own
	[ 'those speak who have said so, on the sides that they took', q{
		WITH counts AS (
			SELECT DISTINCT claim, coalesce((SELECT o.source FROM newsroom.source_alias AS o WHERE o.alias = newsroom.speaker(said)), newsroom.speaker(said)) AS speaker,
				(left(said::text, 1) = '!') AS denies FROM newsroom.attestation
			WHERE accepted_at IS NOT NULL AND retracted_at IS NULL)
		SELECT c.id, c.evidence, said.pro, said.con
		FROM newsroom.claim AS c LEFT JOIN (
			SELECT claim, array_agg(speaker ORDER BY speaker COLLATE "C") FILTER (WHERE NOT denies) AS pro,
				array_agg(speaker ORDER BY speaker COLLATE "C") FILTER (WHERE denies) AS con
			FROM counts GROUP BY claim) AS said ON said.claim = c.id
		WHERE (speakers(c.evidence), deniers(c.evidence))
			IS DISTINCT FROM (coalesce(said.pro, '{}'), coalesce(said.con, '{}')) LIMIT 5} ],
	[ 'who is discredited is so everywhere', q{
		SELECT c.id, s.key, c.evidence FROM newsroom.source AS s JOIN newsroom.claim AS c
			ON jsonb_exists(c.evidence::jsonb -> 'sources', s.key)
		WHERE s.reliability::float8 = 0 AND (c.evidence::jsonb #>> ARRAY['sources', s.key, 'rating'])::float8 IS DISTINCT FROM 0 LIMIT 5} ],
	[ 'flags go up and down by turns, and so do disputes and denials', $events . q{
		SELECT * FROM history WHERE change_before IS NOT DISTINCT FROM change
			OR first AND change NOT IN ('raised', 'disputed', 'denied') LIMIT 5} ],
	[ 'each event begins where the one before it ended', $events . q{
		SELECT * FROM history WHERE flagged_before <> left_flagged AND NOT (NOT of_flag AND coalesce(with_flag, false)) LIMIT 5} ],
	[ 'a flag was raised by becoming corroborated, and withdrawn by ceasing to be', $events . q{
		SELECT * FROM history WHERE change = 'raised' AND NOT (flagged AND NOT flagged_before)
			OR change = 'withdrawn' AND NOT (flagged_before AND NOT flagged)
			OR NOT of_flag AND flagged <> flagged_before AND NOT coalesce(with_flag, false)
			OR flagged <> (corroboration >= 2) OR (to_status = 'unsupported') <> (corroboration = 0) LIMIT 5} ],
	[ 'the last event is how the claim stands', q{
		SELECT c.id, c.corroborated_at, c.status, c.disputed, flag.change, dispute.change
		FROM newsroom.claim AS c
		LEFT JOIN LATERAL (SELECT e.change, e.at FROM newsroom.claim_event AS e
			WHERE e.claim = c.id AND e.change IN ('raised', 'withdrawn') ORDER BY e.id DESC LIMIT 1) AS flag ON true
		LEFT JOIN LATERAL (SELECT e.change FROM newsroom.claim_event AS e
			WHERE e.claim = c.id AND e.change IN ('disputed', 'settled') ORDER BY e.id DESC LIMIT 1) AS dispute ON true
		WHERE (c.corroborated_at IS NOT NULL) <> (flag.change IS NOT DISTINCT FROM 'raised')
			OR (c.corroborated_at IS NOT NULL) <> (c.status >= 'corroborated') OR c.ruling IS NULL AND (c.corroborated_at IS NOT NULL) <> c.cleared
			OR c.corroborated_at > flag.at
			OR c.disputed <> (dispute.change IS NOT DISTINCT FROM 'disputed') LIMIT 5} ],
	[ 'the latest ruling stands', q{
		SELECT c.id, c.ruling FROM newsroom.claim AS c WHERE c.ruling IS DISTINCT FROM nullif((SELECT r.verdict FROM newsroom.ruling AS r
			WHERE r.claim = c.id ORDER BY r.at DESC, r.id DESC LIMIT 1), 'release') LIMIT 5} ],
	[ 'every event has a cause', q{
		SELECT * FROM newsroom.claim_event WHERE cause IN ('', 'gathered again') LIMIT 5} ],
	[ 'the last rating written down is that of the source', q{
		SELECT s.key, s.reliability, r.reliability FROM newsroom.source AS s LEFT JOIN LATERAL (
			SELECT o.reliability FROM newsroom.source_rating AS o WHERE o.source = s.key ORDER BY o.rated_at DESC LIMIT 1) AS r ON true
		WHERE s.reliability::float8 IS DISTINCT FROM r.reliability::float8 LIMIT 5} ],
);

sub checks
{
	return @checks;
}

# What must hold and does not, as text. Also while others write: each check is one statement, which sees what was
# committed when it began.
sub wrong
{
	my ($db) = @_;
	my $wrong = '';

	foreach my $check (@checks)
	{
		my ($what, $query) = @$check;
		my ($text, $status) = $db->try($query);
		$wrong .= "not so: $what\n$text" if $status != 0 || $text ne '';
	}
	return $wrong;
}

# One test: nothing that must hold does not
sub sound
{
	my ($db, $name) = @_;

	local $Test::Builder::Level = $Test::Builder::Level + 1;
	Test::More::is(wrong($db), '', $name);
}

1;
