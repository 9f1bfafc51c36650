#!/usr/bin/perl
#
# statement_timeout cancels whatever takes long, soon after it is due. The server is the one that PGHOST and so on
# lead to.

use strict;
use warnings;

use FindBin;
use Test::More;
use Time::HiRes qw(time);

use lib "$FindBin::Bin/../lib";
use Files qw(psql);

# Soon is 0.2 s.
use constant {TIMEOUT => 0.5, LATE => 0.2};

my $database = "corroborate_cancel_$$";

is(psql('postgres', "CREATE DATABASE $database TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'"), '', 'a database');
END { psql('postgres', "DROP DATABASE IF EXISTS $database") if $database }

is(psql($database, 'SET client_min_messages = warning', 'CREATE EXTENSION corroborate', <<'SQL'), '', 'large values in it');
CREATE TABLE large AS
SELECT evidence_agg(said_by('source-' || i, 0.5, firsthand => true)) AS e FROM generate_series(1, 100000) AS i
UNION ALL
SELECT ('{' || string_agg('link-' || i, '<' ORDER BY i) || '<*}')::evidence FROM generate_series(1, 100000) AS i
UNION ALL
SELECT evidence_agg(said_by('outlet-' || i % 4000, cites => ARRAY['agency-' || i * 7 % 3000])
	|| ('agency-' || i * 7 % 3000 || '<person-' || i * 13 % 3000)::attribution) FROM generate_series(1, 15000) AS i
UNION ALL
SELECT ('{' || string_agg('reporter-' || i || '@desk-' || i / 100 || '@house', ',') || '}')::evidence
FROM generate_series(1, 100000) AS i;
-- made beforehand and not compressed: making and decompressing it takes the server long, too, and that is not ours to
-- cancel
CREATE TABLE long_text (t text);
ALTER TABLE long_text ALTER t SET STORAGE EXTERNAL;
INSERT INTO long_text SELECT '{a' || repeat(',a', 100000000) || '}';
DO $$ BEGIN PERFORM create_ledger('checks'); END $$;
DO $$ BEGIN PERFORM create_ledger('found'); END $$;
INSERT INTO found.source (key, kind) SELECT 's' || i, 'person' FROM generate_series(1, 500) AS i;
INSERT INTO found.claim (statement, question, comparator, value)
SELECT 'Statement ' || i, 'question ' || i / 3, '=', i % 3 FROM generate_series(1, 10000) AS i;
INSERT INTO found.attestation (claim, said) SELECT i, ('s' || 1 + i * j * 7919 % 500)::attribution FROM generate_series(1, 10000) AS i, generate_series(1, 3) AS j;
INSERT INTO found.ruling (claim, verdict, why) SELECT i * 5, 'confirm', 'seen' FROM generate_series(1, 1000) AS i;
CREATE TABLE fact_checks AS
SELECT '[' || string_agg(format('{"@type": "ClaimReview", "url": "https://checkers.example/%s", "claimReviewed": "Claim %s: %s", "author": "Checkers"}',
	i, i, repeat('words ', 60)), ',') || ']' AS list FROM generate_series(1, 20000) AS i;
SQL

my %slow = (
	'reading text' => q{SELECT t::evidence FROM long_text},
	'reading many names' => q{SELECT ('{' || string_agg('source-' || i * 7919 % 3000017, ',') || '}')::evidence
		FROM generate_series(1, 10000000::bigint) AS i},
	'aggregating' => q{SELECT evidence_agg(said_by('source-' || i * 7919 % 3000017)) FROM generate_series(1, 10000000::bigint) AS i},
	'merging' => q{SELECT count(a.e || b.e) FROM large AS a, large AS b, generate_series(1, 1000)},
	'printing' => q{SELECT count(e::text) FROM large, generate_series(1, 1000)},
	'writing JSON' => q{SELECT count(e::json::text) FROM large, generate_series(1, 1000)},
	'chains' => q{SELECT count(*) FROM large, generate_series(1, 1000), chains(e)},
	'units' => q{SELECT count(*) FROM large, generate_series(1, 1000), units(e)},
	'why' => q{SELECT count(why(e)) FROM large, generate_series(1, 1000)},
	'reading fact checks' => q{SELECT count(*) FROM fact_checks, generate_series(1, 1000), read_claim_reviews(list)},
	'importing fact checks' => q{SELECT count(*) FROM fact_checks, import_claim_reviews('checks', list, add_sources => true)},
	'proposing' => q{SELECT count(*) FROM generate_series(1, 100) AS i, propose('found', kinds => CASE WHEN i > 0 THEN '{rating,same_voice}'::text[] END)},
	'weighing answers' => q{SELECT count(*) FROM generate_series(1, 100) AS i, answers(CASE WHEN i > 0 THEN 'found'::name END)},
	'searching' => q{SELECT count(*) FROM large, generate_series(1, 1000) AS i WHERE e ?| ARRAY['x' || i, 'y' || i]},
	'tangled support' => q{SELECT count(('{' || (SELECT string_agg('t' || i || ':0.5<(t' || i * i % 211 || ',t' || i * 31 % 211
		|| ',t' || i * 57 % 211 || ',o' || j || '.' || i || ':0.5)', ',') FROM generate_series(1, 210) AS i) || '}')::evidence)
		FROM generate_series(1, 100000) AS j},
);

foreach my $what (sort keys %slow)
{
	my ($said, $late);

	# the best of five: what else the machine does may hold up some of them
	for (1 .. 5)
	{
		my $start = time;
		$said = psql($database, 'SET statement_timeout = ' . int(TIMEOUT * 1000), $slow{$what});
		$late = time - $start - TIMEOUT;
		last if $late < LATE;
	}
	like($said, qr/canceling statement due to statement timeout/, "$what: is cancelled");
	cmp_ok($late, '<', LATE, sprintf('%s: %.2f s after the timeout', $what, $late));
}

done_testing();
