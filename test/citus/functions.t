#!/usr/bin/perl
#
# What docs/scale.md says of each function, view and table of a ledger that Citus distributes: works, works but, or refused.
# Each is called on the ledger while it is on one server, and then from the coordinator and a worker. What works gives the
# same; what is refused says so with a hint. Then a source is forgotten, of which nothing is left on any node. Skipped where
# the server has no Citus.

use strict;
use warnings;

use FindBin;
use lib "$FindBin::Bin/../lib";
use Test::More;
use Time::HiRes qw(sleep);

use ScaleTable;
use ThreeNodes;

# what is left of shards that have moved is cleaned up when the test says so
my $three = ThreeNodes->new('citus.defer_shard_delete_interval' => -1);
my @servers = $three->servers;
my @db = $three->databases;
my $settings = q{SET client_min_messages = error; SET search_path = newsroom, public; SET timezone = 'UTC';};

$db[0]->query(qq{SET client_min_messages = error; SELECT create_ledger('newsroom'); $settings
	INSERT INTO source (key, kind, reliability) SELECT 'p' || i, 'person', CASE WHEN i % 2 = 0 THEN 0.7 END FROM generate_series(0, 19) AS i;
	INSERT INTO source (key, kind) VALUES ('wire', 'agency'), ('post', 'outlet'), ('The Herald', 'outlet'), ('the herald', 'outlet'), ('checker', 'outlet');
	INSERT INTO source (key, kind, confidential) VALUES ('Konstanze', 'person', true), ('shy', 'outlet', true);
	INSERT INTO source_alias (alias, source) VALUES ('Konnie', 'Konstanze'), ('the post', 'post');
	INSERT INTO document (publisher, headline, url) VALUES ('wire', 'One', 'https://wire.example/1'), ('post', 'Two', 'https://post.example/2'),
		('The Herald', 'What Konstanze saw', NULL), ('shy', 'Four', NULL);
	INSERT INTO document (publisher, item, version) VALUES ('wire', 'item-9', '1');
	UPDATE document SET republishes = 1 WHERE id = 2;
	INSERT INTO claim (statement, question, comparator, value) SELECT 'claim ' || i, 'how many ' || i / 2, '=', i FROM generate_series(1, 40) AS i;
	INSERT INTO attestation (claim, said) SELECT 1 + i % 40, ('p' || (i * 7) % 20)::attribution FROM generate_series(1, 160) AS i;
	INSERT INTO attestation (claim, said, document, quote) VALUES (2, 'wire<*', 1, 'so it is'), (2, 'post<*', 2, 'as the wire has it'),
		(3, 'wire<*', 1, NULL), (3, '"The Herald"<*', 3, NULL), (3, 'Konstanze<*', 1, 'I saw it myself'), (4, 'wire<Konnie', 1, NULL), (6, 'wire', 5, NULL);
	INSERT INTO attestation (claim, said, replaces) SELECT claim, 'wire', id FROM attestation WHERE claim = 3 AND said = 'wire<*';
	INSERT INTO attestation (claim, said) VALUES (7, 'p3'), (7, '!p3');
	INSERT INTO document (publisher, item, version, status, feed) VALUES ('wire', 'item-9', '2', 'cancelled', 'post');
	INSERT INTO ruling (claim, verdict, why) VALUES (1, 'hold', 'wait'), (8, 'confirm', 'seen'), (9, 'refute', 'no');
	INSERT INTO publication (document, claim) VALUES (2, 5), (3, 3), (1, 9), (2, 2), (2, 4);
	INSERT INTO claim_review (claim, document, verdict) VALUES (9, 2, 'Faux');
	INSERT INTO same_answer (word, means) VALUES ('deux', '2');
	INSERT INTO verdict_word (word, means) VALUES ('False', 'against')});

# What propose() finds, a proposal of each kind at least: two who repeat others, copies, quotes, claims that are settled
$db[0]->query(qq{$settings INSERT INTO source (key, kind) SELECT s, 'outlet' FROM unnest('{mirror,herald,echo,courier,gazette,observer,reuters,nurse}'::text[]) AS s;
	CREATE TEMP TABLE given AS
	SELECT q, s, CASE WHEN s IN ('herald', 'mirror') THEN 3 * q + 1000 WHEN s IN ('reuters', 'echo') AND q % 2 = 0 THEN 5 * q + 2000
			WHEN (q * 7 + n * 13) % 10 < 7 THEN q ELSE 10000 * n + q END AS value,
		timestamptz '2026-01-01 00:00+00' + make_interval(days => q + (s = 'echo')::int, hours => CASE WHEN s = 'mirror' THEN q % 3 ELSE 1 END) AS at
	FROM generate_series(1, 40) AS q, unnest('{herald,mirror,echo,courier,gazette,observer,reuters}'::text[]) WITH ORDINALITY AS u (s, n);
	INSERT INTO claim (statement, question, comparator, value, unit)
	SELECT DISTINCT format('%s tonnes in week %s', value, q), format('How many tonnes in week %s?', q), '=', value, 'tonnes' FROM given ORDER BY 1;
	INSERT INTO attestation (claim, said, said_at)
	SELECT c.id, said_by(g.s), g.at FROM given AS g JOIN claim AS c ON c.question = format('How many tonnes in week %s?', g.q) AND c.value = g.value;
	INSERT INTO ruling (claim, verdict, why) SELECT c.id, 'confirm', 'weighed' FROM claim AS c WHERE c.statement ~ '^([1-9]|10) tonnes in week';
	INSERT INTO attestation (claim, said, quote, said_at) VALUES
		(20, 'courier', 'the gates stayed shut from dawn until the evening tide came', '2026-02-02 10:00+00'),
		(20, 'gazette<nurse', 'they say the gates stayed shut from dawn until the evening tide came, and no ship left', '2026-02-02 09:00+00');
	INSERT INTO document (publisher, headline, published_at) VALUES ('reuters', 'Port closed to all ships until Monday', '2026-03-01 10:00+00'),
		('gazette', 'Port closed to all ships until Monday', '2026-03-01 12:00+00'), ('observer', 'Harbour shut', '2026-03-01 14:00+00');
	INSERT INTO attestation (claim, said, document) SELECT 21, said_by(d.publisher, firsthand => true), d.id FROM document AS d WHERE d.published_at IS NOT NULL;
	INSERT INTO attestation (claim, said) VALUES (21, 'observer');
	INSERT INTO publication (document, claim) VALUES (2, 21), (1, 21), (2, 20);
	SELECT fingerprint_document(d.id, repeat('It was said on Monday that the port would be closed to ships until the end of the week. ', 5) || d.publisher)
	FROM document AS d WHERE d.publisher IN ('reuters', 'observer')});

# A proposal that would raise flags: doc knows, so the unit of both does, and nurse has another
$db[0]->query(qq{$settings INSERT INTO source (key, kind) VALUES ('d', 'outlet'), ('doc', 'person'), ('cop', 'person');
	INSERT INTO claim (id, statement) OVERRIDING SYSTEM VALUE VALUES (901, 'rises'), (902, 'rises too'), (903, 'rises if somebody says so');
	INSERT INTO attestation (claim, said) SELECT i, s::attribution FROM generate_series(901, 902) AS i, unnest('{d,"nurse<(doc,cop)"}'::text[]) AS s;});

$db[0]->query("$settings SELECT tip(10, 'I saw it, too'); SELECT fingerprint_document(1, repeat('It was said on Monday that the port would be closed to ships until the end of the week. ', 5)); SELECT * FROM propose('newsroom')");
$db[0]->query(qq{$settings INSERT INTO proposal (id, kind, subject, object, suggests, because, strength, size) OVERRIDING SYSTEM VALUE
	VALUES (900, 'same_voice', 'd', 'doc', '{"affiliation": "doc"}', 'x', 0.5, 1)});

my $review = q{'{"@context": "https://schema.org", "@type": "ClaimReview", "url": "https://checker.example/1", "claimReviewed": "claim 12",
	"author": {"@type": "Organization", "name": "checker"}, "reviewRating": {"@type": "Rating", "alternateName": "False"}}'::jsonb};
my $news = q{'{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Three", "url": "https://post.example/3",
	"publisher": {"@type": "Organization", "name": "post"}, "datePublished": "2026-01-02T10:00:00Z"}'::jsonb};
my $cancel = q{INSERT INTO document (publisher, item, version, status, feed) VALUES ('wire', 'item-9', '3', 'cancelled', 'wire');};
my $rows = sub { qq{SELECT count(*), md5(string_agg(r::text, ',' ORDER BY r::text)) FROM $_[0] AS r} };
my $how = sub { qq{SELECT string_agg(concat_ws(' ', c.id, c.status, c.corroborated_at IS NOT NULL, c.evidence), ', ' ORDER BY c.id) FROM claim AS c;} };
# What an import answers, but for the numbers of attestations, which nodes give otherwise
my $import = sub { q{SELECT what, line, value, suggestion, count, regexp_replace(note, 'attestation( |\\()[0-9]+', 'attestation N', 'g') FROM } . "$_[0];" };
my $imported = q{SELECT c.statement, a.said, a.quote, a.sheet_row, d.headline, a.replaces IS NOT NULL, a.retracted_at IS NOT NULL FROM attestation AS a JOIN claim AS c ON c.id = a.claim
	LEFT JOIN document AS d ON d.id = a.document WHERE a.sheet IS NOT NULL ORDER BY 1, 2, 4, 6;
	SELECT statement, evidence, corroborated_at IS NOT NULL FROM claim WHERE id IN (SELECT claim FROM attestation WHERE sheet IS NOT NULL) ORDER BY 1; SELECT * FROM check_evidence('newsroom.attestation');
	SELECT count(*), md5(string_agg(key, ',' ORDER BY key)) FROM source; SELECT count(*) FROM claim};
my $sheet = q{CREATE TEMP TABLE sheet (id text, statement text, source text, cites text, quote text, question text, answer text, headline text, publisher text, published text, body text);
	INSERT INTO sheet (id, statement, source, cites) VALUES ('1', 'claim 7', 'p9', NULL), ('2', 'claim 7', 'p10;p11', 'p12'), ('7', 'claim 8', 'Konnie', NULL), ('8', 'claim 8', 'p14', NULL), ('10', 'claim 11', 'nobody knows', NULL);
	INSERT INTO sheet (id, question, answer, source) VALUES ('6', 'how many', '>= 5 EUR', 'p3'), ('9', 'how many 5', '= 10', 'p4');
	INSERT INTO sheet (id, statement, source, cites, quote, headline, publisher, published, body) VALUES ('3', 'a new claim', 'p1', NULL, 'words', 'Two', 'post', '2026-01-03', repeat('It was said that the port is closed. ', 20)),
		('4', 'a new claim', 'new person', '*', 'words', 'Nine', 'wire', NULL, NULL), ('5', 'a new claim', 'New  Person', NULL, 'words', 'Nine', 'wire', NULL, NULL);};
my $corrected = q{UPDATE sheet SET source = 'new person' WHERE id = '5'; UPDATE sheet SET source = 'p8' WHERE id = '1'; UPDATE sheet SET statement = 'claim 9' WHERE id = '8'; DELETE FROM sheet WHERE id IN ('7', '10');};

# without times, which differ each time
my $plainly = sub { join(', ', map { qq{md5(regexp_replace($_, '20[0-9]{2}-[0-9]{2}-[0-9]{2}([T ][0-9:.]+Z?)?', '', 'g'))} } @_) };
my $two = q{INSERT INTO attestation (claim, said) VALUES (12, 'p5'), (12, 'p6'), (13, 'p5<*'), (13, 'wire<p6');};

# What editors do to the strongest proposal of each kind, one at a time
my @kinds = qw(republishes same_source same_words same_voice has_it_from rating);
my $each = sub
{
	my ($commands) = @_;

	return join(' ', map { "SAVEPOINT before; SELECT id AS it FROM proposals WHERE kind = '$_' AND id <> 900 ORDER BY strength DESC, id LIMIT 1 \\gset\n$commands; ROLLBACK TO before;" } @kinds);
};
my $proposed = q{SELECT kind, subject, object, suggests, strength, because, evidence, size, verdict FROM proposal WHERE id <> 900 ORDER BY kind, subject, object COLLATE "C"};

# By what each is tried. Times and numbers that sequences give are left out, as they differ each time.
my %call = (
	accept_attestation => q{SELECT tip(11, 'I saw it'); SELECT max(id) AS it FROM attestation WHERE claim = 11 AND accepted_at IS NULL \gset
SELECT status, flagged, why FROM accept_attestation(11, :it, 'p2<*')},
	accept_document => q{INSERT INTO document (id, publisher, item, version, status, feed) VALUES (99, 'wire', 'item-9', '3', 'cancelled', 'post'); SELECT accept_document(99); SELECT evidence FROM claim WHERE id = 6},
	accept_proposal => $each->(q{SELECT claim, status_before, status, change, why FROM accept_proposal(:it, 'so', raises => ARRAY(SELECT generate_series(1, 999)));
		SELECT verdict, why, decided_by, regexp_replace(take_back, 'attestation\([0-9]+, [0-9]+', 'attestation(N, N') FROM proposal WHERE id = :it; } . $how->() .
		q{SELECT take_back FROM proposal WHERE id = :it \gexec} . "\n" . $how->()),
	add_confidential_source => q{SELECT add_confidential_source(held_by => 'the editor') ~ '^source-'},
	answers => $rows->(q{answers('newsroom')}),
	attest => qq{SELECT status, flagged, why, note FROM attest(12, 'p17'); } . $how->(),
	check_evidence => q{SELECT * FROM check_evidence('newsroom.attestation')},
	copy_ledger => q{SELECT copy_ledger('newsroom', 'copied'); SELECT evidence_board('copied', title => 'Port') = evidence_board('newsroom', title => 'Port'); SELECT * FROM check_evidence('copied.attestation'); SELECT count(*) FROM copied.source_identity; } .
		join(' ', map { "SELECT (SELECT md5(string_agg(r::text, ',' ORDER BY r::text)) FROM copied.$_ AS r) IS NOT DISTINCT FROM (SELECT md5(string_agg(r::text, ',' ORDER BY r::text)) FROM newsroom.$_ AS r);" }
			qw(source source_alias source_rating claim attestation ruling publication claim_event claim_review proposal)),
	decide_claim_reviews => q{INSERT INTO verdict_word (word, means) VALUES ('Faux', 'against'); SELECT claim, said, verdict, change FROM decide_claim_reviews('newsroom')},
	decline_proposal => $each->(q{SELECT decline_proposal(:it, 'so'); SELECT verdict, why, decided_by, take_back FROM proposal WHERE id = :it}),
	discredit_source => q{SELECT claim, status_before, status, change, why FROM discredit_source('p2', 'lied') ORDER BY claim; } . $how->(),
	evidence_as_of => q{SELECT string_agg(evidence_as_of(i, now())::text, ' ' ORDER BY i) FROM generate_series(1, 5) AS i},
	evidence_board => 'SELECT ' . $plainly->(map { "evidence_board('newsroom', title => 'Port'$_)" } '', ', claims => ARRAY[3::bigint]', ', with_confidential => true', ", since => '2026-01-01'"),
	export_statements => $rows->(q{export_statements('newsroom')}),
	export_table => $rows->(q{export_table('newsroom')}),
	fingerprint_document => q{SELECT fingerprint_document(2, repeat('one two three four five six seven eight nine ten eleven twelve. ', 20)), fingerprint_document(4, repeat('one two three four five six seven. ', 20))},
	find_proposals => qq{DELETE FROM proposal WHERE id % 2 = 0; UPDATE proposal SET strength = 0.1, decided_at = now(), decided_by = 'me', verdict = 'declined', why = 'so' WHERE id % 3 = 0; UPDATE proposal SET size = 1, because = 'x' WHERE decided_at IS NULL; } .
		join(' ', map { "SELECT * FROM find_proposals('$_');" } @kinds) . $proposed,
	first_mention => q{SELECT first_mention('newsroom.attestation', '{p1}')},
	follow_registry => q{SELECT follow_registry('newsroom.attestation')},
	forget => q{SELECT forget('p5') ~ '^source-'},
	gathered => q{SELECT string_agg(gathered('newsroom.attestation', ARRAY[i::text])::text, ' ' ORDER BY i) FROM generate_series(1, 5) AS i},
	import_claim_reviews => qq{SELECT claim, statement, said, verdict, change FROM import_claim_reviews('newsroom', $review) ORDER BY 1, 3; } . $how->(),
	import_entities => join(' ', map({ $import->(qq{import_entities('newsroom', '{"id": "a", "schema": "Person", "properties": {"name": ["Anna", "Ann"], "birthDate": ["1970"]}}', 'wire', dry_run => $_)}) } qw(true false true)), $imported),
	import_news => qq{SELECT item, change, said FROM import_news('newsroom', $news)},
	import_story => qq{SELECT item, change, said FROM import_story('newsroom', $news, true)},
	import_table => join(' ', $sheet, $import->(q{import_table('newsroom', 'sheet')}), $imported . ';', $import->(q{import_table('newsroom', 'sheet', dry_run => false, add_sources => true, skip_bad => true)}),
		$corrected, $import->(q{import_table('newsroom', 'sheet', dry_run => false)}), $import->(q{import_table('newsroom', 'sheet')}), $imported),
	import_wide_table => join(' ', q{CREATE TEMP TABLE wide (port text, "closed on" text, "closed on source" text); INSERT INTO wide VALUES ('Dalian', 'Monday', 's1'), ('Dalian', 'Tuesday', 's1;s2'), ('Port', 'Monday', 's3');
		CREATE TEMP TABLE met (id text, source text); INSERT INTO met VALUES ('s1', 'p9'), ('s2', 'p4');}, $import->(q{import_wide_table('newsroom', 'wide', 'port', 'met')}),
		$import->(q{import_wide_table('newsroom', 'wide', 'port', 'met', dry_run => false, skip_bad => true)}), $imported),
	ledger_to_prov_xml => 'SELECT ' . $plainly->(map { "ledger_to_prov_xml('newsroom'$_)::text" } '', ', ARRAY[3::bigint]', ', with_confidential => true'),
	ledger_functions => q{SELECT role, count(*) FROM ledger_functions('newsroom') GROUP BY role ORDER BY role},
	ledger_version => q{SELECT ledger_version('newsroom') IS NOT NULL},
	merge_sources => qq{$two SELECT claim, status_before, status, change, why FROM merge_sources('p5', 'p6') ORDER BY claim; } . $how->(),
	near_confidential => q{SELECT * FROM near_confidential()},
	moved_flags => q{SELECT * FROM moved_flags('{p1}', '{p2}')},
	near_names => q{UPDATE source SET affiliations = '{ministry}', reliability = 0.4 WHERE key IN ('the herald', 'p3'); DELETE FROM attestation WHERE claim IN (15, 16);
		INSERT INTO attestation (claim, said) VALUES (15, '"The Herald"<*'), (15, '"the herald"<*'), (16, '"The Herald"'), (16, 'p3'); SELECT * FROM near_names()},
	proposals_board => q{SELECT md5(regexp_replace(proposals_board('newsroom', title => 'Port'), '20[0-9]{2}-[0-9]{2}-[0-9]{2}[ T][0-9:]+Z?', '', 'g'))},
	propose => q{DELETE FROM proposal; SELECT * FROM propose('newsroom'); } . $proposed,
	rate_source => q{SELECT claim, status_before, status, change, why FROM rate_source('p3', 0.4, 'was wrong once') ORDER BY claim; } . $how->(),
	reachable_identities => q{SELECT count(*) FROM reachable_identities('newsroom')},
	rebuild_evidence => q{SELECT rebuild_evidence('newsroom.attestation')},
	regather => q{SELECT regather('newsroom.attestation', '{p1}')},
	regather_aliases => q{SELECT regather_aliases('newsroom.attestation', '{Konnie}')},
	regather_documents => q{SELECT regather_documents('newsroom.attestation', '{1}')},
	rename_source => qq{$two SELECT * FROM rename_source('p5', 'p5new'); } . $how->(),
	require_ledger => q{SELECT require_ledger('newsroom', '0.3.0')},
	retract_attestation => q{SELECT min(id) AS it FROM attestation WHERE claim = 12 \gset
SELECT status, flagged, why FROM retract_attestation(12, :it, 'misheard')},
	retract_cancelled => qq{$cancel SELECT retract_cancelled('newsroom'); SELECT retraction_reason FROM attestation WHERE claim = 6 AND retracted_at IS NOT NULL; SELECT evidence FROM claim WHERE id = 6},
	'says_both()' => q{SELECT says_both('newsroom.attestation', ARRAY['7'])},
	source_dependence => $rows->(q{source_dependence('newsroom')}),
	source_reliability => $rows->(q{source_reliability('newsroom')}),
	tip => q{SELECT tip(11, 'I saw it'); SELECT count(*) FROM attestation WHERE claim = 11 AND accepted_at IS NULL},
	to_claim_review => q{INSERT INTO document (id, publisher, headline, url, published_at) VALUES (90, 'post', 'Ours', 'https://post.example/9', '2026-01-03Z'), (91, 'the herald', 'Theirs', 'https://herald.example/7', '2026-01-02Z');
		INSERT INTO publication (document, claim) VALUES (90, 8), (90, 9); INSERT INTO attestation (claim, said, document) VALUES (8, '"the herald"<*', 91), (8, 'p3<*', 91), (9, 'p3<Konnie', 91);
		SELECT } . $plainly->(map { "to_claim_review('newsroom'$_)" } q{, words => '{"confirm": "True", "refute": "False"}'}, ', ARRAY[8::bigint]'),
	upgrade_ledger => q{SELECT upgrade_ledger('newsroom')},
	watch_queries => q{SELECT count(*) FROM watch_queries('newsroom.attestation')},
	watched => q{SELECT count(*) FROM watched()},
	what_would_move => $each->('SELECT * FROM what_would_move(:it)') . ' SELECT * FROM what_would_move(900); ' . $how->(),
	# those that others of these use
	abbreviated_pairs => $rows->('abbreviated_pairs()'),
	answer_range => q{SELECT answer_range('=', 4)},
	as_one => q{UPDATE source SET affiliations = '{ministry,p4}' WHERE key IN ('p3', 'p5'); SELECT as_one('{a,b}', 'a', 'b'), as_one('{p3:0.5,p2@x<p3}', 'p2', 'p3'), as_one('{p4<p5}', 'p4', 'p5')},
	attest_pending => q{SELECT attest_pending(3, 'p9', NULL, NULL, NULL, NULL) > 0},
	attestation_note => q{SELECT string_agg(attestation_note(1 + i % 40, i), '; ' ORDER BY i) FROM generate_series(1, 160) AS i; SELECT max(id) AS it FROM attestation WHERE claim = 7 \gset
SELECT attestation_note(7, :it); INSERT INTO attestation (claim, said) SELECT 12, 'p17<*' FROM generate_series(1, 5); SELECT regexp_replace(attestation_note(12, 11), '[0-9]{3,}', 'N', 'g')},
	earlier_firsthand => q{INSERT INTO attestation (claim, said) SELECT 12, 'p3<*' FROM generate_series(1, 6); SELECT max(id) AS last FROM attestation WHERE claim = 12 \gset
SELECT cardinality(e.ids), e.latest = :last FROM earlier_firsthand(12, 0, 'p3<*') AS e},
	claim_now => q{SELECT (claim_now(1)).status},
	hold_publishers => q{SELECT hold_publishers('{wire}')},
	is_replaced => q{SELECT min(id) AS it FROM attestation WHERE claim = 3 AND said = 'wire<*' \gset
SELECT is_replaced(3, :it)},
	list_attestations => q{SELECT list_attestations('{1,2}', ' and ')},
	near_pairs => $rows->('near_pairs()'),
	source_key => q{SELECT source_key('the post')},
	speaker => q{SELECT speaker('a<b')},
	speaks_for => q{SELECT speaks_for('wire', 'wire')},
	take_over_document => q{SELECT take_over_document(1, 'wire', 'One', NULL, NULL, NULL, NULL, NULL)},
	who => q{SELECT who()});

# What is done to tables as such
my %done = (
	source => q{UPDATE source SET affiliations = '{ministry}' WHERE key IN ('p1', 'p2'); INSERT INTO source (key, kind, reliability) VALUES ('new', 'person', 0.5); DELETE FROM source WHERE key = 'new'; } . $how->(),
	source_alias => q{INSERT INTO source_alias (alias, source) VALUES ('pee two', 'p2'); UPDATE source_alias SET source = 'p4' WHERE alias = 'pee two'; DELETE FROM source_alias WHERE alias = 'pee two'; } . $how->(),
	source_identity => q{INSERT INTO source_identity (source, held_by) VALUES ('shy', 'the editor'); SELECT count(*) FROM source_identity},
	document => q{INSERT INTO document (id, publisher, headline, republishes) VALUES (98, 'post', 'Again', 1); DELETE FROM document WHERE id = 98; UPDATE document SET republishes = NULL WHERE id = 2; } . $how->(),
	claim => q{INSERT INTO claim (id, statement) VALUES (990, 'new'); UPDATE claim SET statement = 'newer' WHERE statement = 'new'; DELETE FROM attestation WHERE claim = 40; DELETE FROM claim WHERE id = 40; } . $how->(),
	attestation => q{INSERT INTO attestation (claim, said) VALUES (12, 'p18<*'), (13, 'p18<*'); UPDATE attestation SET said = 'p19' WHERE said = 'p18<*'; DELETE FROM attestation WHERE claim = 13 AND said = 'p19'; } . $how->(),
	to_correct => q{SELECT count(*) FROM discredit_source('wire', 'lied'); SELECT document, claim, problem, cause FROM to_correct ORDER BY 1, 2, 3},
	ruling => q{INSERT INTO ruling (claim, verdict, why) VALUES (14, 'confirm', 'seen'); DELETE FROM ruling WHERE claim = 1; SELECT string_agg(concat_ws(' ', id, ruling, cleared), ', ' ORDER BY id) FROM claim});

my %about = (desk => 'id', map { $_ => 'claim' } qw(answered cancelled_attestation contested other_answer pending protected_attestation replaced says_both undecided_review));

my @lines = ScaleTable::lines("$FindBin::Bin/../../docs/scale.md");

sub try_on
{
	my ($here, $sql) = @_;
	my ($text, $status) = $here->try("$settings BEGIN; $sql; ROLLBACK");

	chomp($text);
	return ($text, $status);
}

sub sql_of
{
	my ($line, $name) = @_;

	return $call{$name} if $line->{kind} eq 'function';
	# and of one claim, for which Citus asks one node
	return $rows->($name) . "; SELECT count(*) FROM $name WHERE $about{$name} = 3" if $about{$name};
	return $done{$name} ? "$done{$name}; SELECT count(*) FROM $name" : $rows->($name);
}

$db[0]->query(qq{$settings CREATE ROLE citus_reporter LOGIN; CREATE ROLE citus_editor LOGIN; CREATE ROLE citus_tipster LOGIN;
	INSERT INTO source_identity (source, held_by) VALUES ('Konstanze', 'the editor');
	SELECT grant_ledger('newsroom', tipster => 'citus_tipster', reporter => 'citus_reporter', editor => 'citus_editor')});

# On one server
my %plain;
foreach my $line (grep { $_->{kind} ne '' } @lines)
{
	foreach my $name (@{ $line->{names} })
	{
		my $sql = sql_of($line, $name);

		ok($sql, "there is a call of $name") or next;
		my ($text, $status) = try_on($db[0], $sql);
		$plain{$name} = $text;
		is($status, 0, "one server: $name") or diag($text) if $line->{result} ne 'refused';
	}
}

# What a reporter and an editor may read and do there; who sees a source's identity, above all. One command each: what a function
# has written with the owner's rights, Citus shows its caller in the next transaction.
my ($an_attestation, $a_tip) = split(/\|/, $db[0]->query(q{SELECT min(id) FILTER (WHERE claim = 21 AND said = 'p0'), min(id) FILTER (WHERE accepted_at IS NULL) FROM newsroom.attestation}));
my @relations = map { @{ $_->{names} } } grep { $_->{kind} =~ /^(table|view)$/ } @lines;
my %may = (
	(map { $_ => $rows->($_) } @relations),
	(map { $_ => $call{$_} } qw(add_confidential_source answers evidence_board ledger_to_prov_xml export_table export_statements near_pairs claim_now evidence_as_of fingerprint_document is_replaced near_names
		source_dependence source_reliability who)),
	tip => q{SELECT tip(11, 'I saw it')},
	attestation_note => qq{SELECT attestation_note(21, $an_attestation)},
	to_claim_review => q{SELECT } . $plainly->(q{to_claim_review('newsroom', words => '{"confirm": "True", "refute": "False"}')}),
	accept_proposal => q{SELECT claim, change FROM accept_proposal(900, 'so', raises => '{901,902}')},
	decline_proposal => q{SELECT decline_proposal(900, 'so')},
	what_would_move => q{SELECT claim, change FROM what_would_move(900)},
	find_proposals => q{SELECT find_proposals('same_source')},
	propose => q{SELECT * FROM propose('newsroom')},
	rate_source => q{SELECT claim, status_before, status, change FROM rate_source('p3', 0.4, 'was wrong once')},
	discredit_source => q{SELECT claim, status_before, status, change FROM discredit_source('p2', 'lied')},
	merge_sources => q{SELECT claim, status_before, status, change FROM merge_sources('wire', 'post')},
	retract_attestation => qq{SELECT status, flagged FROM retract_attestation(21, $an_attestation, 'misheard')},
	accept_attestation => qq{SELECT status, flagged FROM accept_attestation(10, $a_tip, 'p2<*')},
	'UPDATE source' => q{WITH changed AS (UPDATE source SET reliability = 0.3 WHERE key = 'p2' RETURNING key) SELECT * FROM changed},
	'UPDATE claim' => q{UPDATE claim SET statement = 'other' WHERE id = 3 RETURNING statement},
	'UPDATE claim, ruling' => q{UPDATE claim SET ruling = 'confirm' WHERE id = 3},
	'UPDATE attestation, recorded_by' => q{UPDATE attestation SET recorded_by = 'me' WHERE claim = 3},
	'DELETE source' => q{DELETE FROM source WHERE key = 'stranger'},
	'DELETE claim' => q{DELETE FROM claim WHERE id = 903},
	'TRUNCATE identities' => q{TRUNCATE source_identity},
	'INSERT identity' => q{INSERT INTO source_identity (source, held_by) VALUES ('shy', 'me') RETURNING source, held_by},
	'identity of a source' => q{SELECT held_by FROM source_identity WHERE source = 'Konstanze'});
# Who may not has an error of one kind, from whichever table or part of a query
my $as = sub
{
	my ($here, $role, $what) = @_;

	return (try_on($here, "SET LOCAL ROLE $role; $may{$what}"))[0] =~ s/^.*ERROR:  (permission denied).*$/$1/sr;
};
my @roles = qw(citus_tipster citus_reporter citus_editor);
my %on_one = map { my $role = $_; ($role => { map { $_ => $as->($db[0], $role, $_) } keys %may }) } @roles;
is(join(' ', map { $on_one{$_}{'identity of a source'} } @roles), 'permission denied permission denied the editor', 'one server: the editor sees who a source is');
is(join(' ', grep { $on_one{citus_reporter}{$_} eq 'permission denied' } sort @relations, qw(answers attestation_note evidence_board ledger_to_prov_xml to_claim_review)),
	'fingerprint_key proposal proposals source_identity', 'one server: what the reporter cannot read');
like(($db[0]->try("$settings SELECT distribute_ledger('newsroom')"))[0], qr/REVOKE INSERT ON ALL TABLES/, 'INSERT on columns is revoked first');
$db[0]->query("REVOKE INSERT ON ALL TABLES IN SCHEMA newsroom FROM citus_reporter, citus_editor");

$db[0]->query("$settings SELECT distribute_ledger('newsroom', shard_count => 4)");
is($db[0]->query(q{SELECT sum(pg_relation_size(logicalrelid)) FROM pg_dist_partition WHERE logicalrelid::text LIKE 'newsroom.%'}), 0, 'rows that were moved are not left where they were');
like(($db[0]->try(q{SELECT grant_ledger('newsroom', tipster => 'citus_tipster', reporter => 'citus_reporter', editor => 'citus_editor')}))[0],
	qr/NOTICE:  INSERT is not granted on tables of a distributed ledger/, 'grant_ledger() says what it does not grant');
foreach my $i (0 .. 2)
{
	foreach my $role ($i < 2 ? @roles : ())
	{
		is($as->($db[$i], $role, $_), $on_one{$role}{$_}, "node $i, $role: $_") foreach sort keys %may;
		foreach (q{INSERT INTO attestation (claim, said) VALUES (12, 'p3')}, q{INSERT INTO source (key, kind) VALUES ('x', 'person')}, q{SELECT attest(12, 'p3')})
		{
			like((try_on($db[$i], "SET LOCAL ROLE $role; $_"))[0], qr/permission denied/, "node $i, $role: no $_");
		}
	}
	is($db[$i]->query(q{SET citus.override_table_visibility = off; SELECT count(*) FILTER (WHERE c.relrowsecurity), count(*) FROM pg_class AS c
		WHERE c.relnamespace = 'newsroom'::regnamespace AND c.relname ~ '^source_identity(_[0-9]+)?$'}), '2|2', "node $i: policies hold on each copy of identities");
}

foreach my $i (0, 1)
{
	my ($here, $where) = ($db[$i], (qw(coordinator worker))[$i]);

	foreach my $line (grep { $_->{kind} ne '' } @lines)
	{
		foreach my $name (@{ $line->{names} })
		{
			next unless defined $plain{$name};
			my ($text, $status) = try_on($here, sql_of($line, $name));

			if ($line->{result} eq 'works') { is($text, $plain{$name}, "$where: $name works") }
			elsif ($line->{result} eq 'works, but') { is($status, 0, "$where: $name works, but") or diag($text) }
			else
			{
				isnt($status, 0, "$where: $name is refused");
				like($text, qr/ERROR: .*(?:distributed|several nodes).*\n(?:DETAIL: .*\n)?HINT: /, "$where: $name says so, with a hint");
			}
		}
	}
}

# A flag that would rise is confirmed for each claim by itself, also where it is entered after accept_proposal() has looked
my $rises = q{BEGIN; SELECT claim, change FROM accept_proposal(900, 'one house', raises => '%s'); ROLLBACK};
foreach my $i (0, 1)
{
	my ($here, $where) = ($db[$i], (qw(coordinator worker))[$i]);

	like(($here->try("$settings " . sprintf($rises, '{901}')))[0], qr/accepting proposal 900 would raise the flag of claim 902\n/, "$where: accept_proposal() asks about a flag");
	is($here->query("$settings " . sprintf($rises, '{901,902}')), "901|raised\n902|raised", "$where: and raises it, once it is confirmed");
	my $entering = $db[1 - $i]->start("$settings BEGIN; INSERT INTO attestation (claim, said) VALUES (903, 'd'), (903, 'nurse<(doc,cop)'); SELECT pg_sleep(3); COMMIT;", $here->psql);
	for (1 .. 100)
	{
		last if $db[1 - $i]->query(q{SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'}) > 0;
		sleep(0.1);
	}
	like(($here->try("$settings " . sprintf($rises, '{901,902}')))[0], qr/would raise the flag of claim 903\n/, "$where: also where somebody is entering it");
	my ($text, $status) = $db[1 - $i]->finish($entering);
	is($status, 0, "$where: who enters it is not disturbed") or diag($text);
	$here->query('DELETE FROM newsroom.attestation WHERE claim = 903');
}

# Clocks of nodes differ, by less than a minute
foreach my $i (0, 1)
{
	foreach ([ 30, 0 ], [ 300, 768 ])
	{
		my $at = $db[$i]->query("SELECT clock_timestamp() + interval '$_->[0] s'");

		is((try_on($db[$i], "UPDATE attestation SET retracted_at = '$at', retraction_reason = 'misheard' WHERE claim = 12"))[1], $_->[1],
			"node $i: retracted $_->[0] s from now is " . ($_->[1] ? 'refused' : 'retracted'));
	}
}


# Nothing of a copy is left
is($_->query(q{SELECT count(*) FROM pg_namespace WHERE nspname = 'copied'}), 0, 'a copy that was rolled back is gone') foreach @db;


# A source is forgotten, in one transaction, and leaves nothing on any node, not even where shards were before they moved
my $shard = $db[0]->query(q{SELECT min(s.shardid) FROM pg_dist_shard AS s JOIN pg_dist_shard_placement AS p USING (shardid) WHERE s.logicalrelid = 'newsroom.claim'::regclass AND p.nodename <> citus_coordinator_host()}
	=~ s/citus_coordinator_host\(\)/'$servers[0]{directory}'/r);
my $from = $db[0]->query("SELECT nodename FROM pg_dist_shard_placement WHERE shardid = $shard");
my ($to) = grep { $_ ne $from } map { $_->{directory} } @servers[1, 2];
$db[0]->query("$settings SELECT citus_move_shard_placement($shard, '$from', 5432, '$to', 5432, 'block_writes')");
# What the shard has left on the node where it was is not read
my $moved = $db[0]->query("SELECT min(id) FROM newsroom.claim WHERE get_shard_id_for_distribution_column('newsroom.claim', id) = $shard");
$db[0]->query("INSERT INTO newsroom.attestation (claim, said) VALUES ($moved, 'p18<*')");
my $known = $db[0]->query("SELECT evidence FROM newsroom.claim WHERE id = $moved");
is($_->query("SELECT newsroom.evidence_as_of($moved, now())"), $known, 'evidence_as_of() of a shard that has moved') foreach @db;
like(($_->try('SELECT newsroom.evidence_as_of(999, now())'))[0], qr/there is no claim 999/, 'and of no claim') foreach @db;
my $counts = q{SELECT string_agg(concat_ws(' ', id, status, corroborated_at IS NOT NULL, corroboration), ', ' ORDER BY id) FROM newsroom.claim};
my $before = $db[0]->query($counts);

# Rows of all tables, shards too, and what ANALYZE knows of them
sub traces
{
	my $found = 0;

	foreach my $here (@db)
	{
		my $visible = q{SET citus.show_shards_for_app_name_prefixes = '*'; SET citus.override_table_visibility = off;};
		foreach my $table (split(/\n/, $here->query(qq{$visible SELECT c.oid::regclass FROM pg_class AS c WHERE c.relnamespace = 'newsroom'::regnamespace AND c.relkind = 'r'})))
		{
			$found += $here->query("$visible SELECT count(*) FROM $table AS r WHERE r::text ~ 'Konstanze|Konnie'");
		}
		$found += $here->query(q{SELECT count(*) FROM pg_statistic AS s WHERE s::text ~ 'Konstanze|Konnie'});
	}
	return $found;
}
$_->query('ANALYZE') foreach @db;
cmp_ok(traces(), '>', 8, 'the source is named in shards, in copies on each node, and in statistics');
my ($key) = $db[0]->query(qq{$settings DELETE FROM attestation WHERE quote ~ 'Konstanze'; UPDATE document SET headline = NULL WHERE headline ~ 'Konstanze';
	BEGIN; SELECT undistribute_ledger('newsroom'); SELECT forget('Konnie'); SELECT distribute_ledger('newsroom', shard_count => 4); COMMIT;}) =~ /^(source-[0-9a-f]{12})$/m;
ok($key, 'the ledger is brought together, the source forgotten, and the ledger distributed again, in one transaction');
$db[0]->query('CALL citus_cleanup_orphaned_resources()');
$_->query('ANALYZE') foreach @db;
is(traces(), 0, 'nothing names the source any more, on any node');
is($db[0]->query($counts), $before, 'and no claim stands otherwise');
is($db[0]->query(q{SELECT * FROM check_evidence('newsroom.attestation')}), '', 'nor is its evidence wrong');
is($db[1]->query("SELECT count(*) FROM newsroom.attestation WHERE said ? '$key'"), 2, 'what it said counts, under a key that says nothing');

# A ledger that is not distributed stays on its node, whatever its name is
$db[0]->query(qq{$settings SELECT create_ledger('50% News Room'); SELECT grant_ledger('50% News Room', reporter => 'citus_reporter');
	INSERT INTO "50% News Room".source (key, kind) VALUES ('a', 'person'), ('b', 'person');
	INSERT INTO "50% News Room".claim (id, statement) OVERRIDING SYSTEM VALUE VALUES (1, 'so'); INSERT INTO "50% News Room".attestation (claim, said) VALUES (1, 'a'), (1, 'b')});
like($db[0]->query(q{SELECT status FROM "50% News Room".claim}), qr/^corroborated/, 'a ledger whose schema needs quotes works where Citus is');
is($db[1]->query(q{SELECT count(*) FROM pg_namespace WHERE nspname = '50% News Room'}), 0, 'on its node alone');
like(($db[0]->try(q{SELECT distribute_ledger('50% News Room')}))[0], qr/ERROR:  a ledger in a schema whose name needs quotes, as "50% News Room" does, cannot be distributed\n.*\nHINT:/,
	'and is not distributed');

# A worker is added. Until grant_ledger() has revoked functions there, those that run with the owner's rights refuse
my $added = $three->another;
my $definers = q{SELECT string_agg(concat_ws(' ', r, p.proname, has_function_privilege(r, p.oid, 'execute')), ', ' ORDER BY r, p.oid::regprocedure::text)
	FROM pg_proc AS p CROSS JOIN unnest('{citus_tipster,citus_reporter,citus_editor}'::text[]) AS r WHERE p.pronamespace = 'newsroom'::regnamespace AND p.prosecdef};
my $closed = $db[0]->query($definers);
like($closed, qr/citus_tipster rename_source f,/, 'a tipster may not rename sources');
isnt($added->query($definers), $closed, 'on a node that was added Citus has not revoked functions');
foreach my $call (q{rename_source('p1', 'other')}, q{tip(12, 'I saw it')}, q{add_confidential_source(held_by => 'me')})
{
	like((try_on($added, "SET LOCAL ROLE citus_tipster; SELECT $call"))[0], qr/ERROR:  on this node everybody may execute the functions of the ledger\n.*\nHINT:  .*grant_ledger\(\)/,
		"there, $call refuses");
}
$db[0]->query("$settings SELECT grant_ledger('newsroom', tipster => 'citus_tipster')");
is($added->query($definers), $closed, 'grant_ledger() revokes them there, too');
is((try_on($added, q{SET LOCAL ROLE citus_tipster; SELECT tip(12, 'I saw it')}))[1], 0, 'and a tipster leaves a tip there');
like((try_on($added, q{SET LOCAL ROLE citus_tipster; SELECT rename_source('p1', 'other')}))[0], qr/permission denied for function rename_source/, 'and renames nothing');
is($db[0]->query("$settings SELECT rebalance_table_shards('newsroom.claim', shard_transfer_mode => 'block_writes'); SELECT count(*) > 0 FROM pg_dist_shard_placement WHERE nodename = (SELECT nodename FROM pg_dist_node ORDER BY nodeid DESC LIMIT 1)
	AND shardid IN (SELECT shardid FROM pg_dist_shard WHERE logicalrelid = 'newsroom.claim'::regclass)") =~ s/^\n//r, 't', 'shards move there');
is($added->query(q{SET citus.override_table_visibility = off; SELECT count(*) FILTER (WHERE c.relrowsecurity), count(*) FROM pg_class AS c
	WHERE c.relnamespace = 'newsroom'::regnamespace AND c.relname ~ '^source_identity(_[0-9]+)?$'}), '2|2', 'policies hold on its copy of identities');
is($added->query("$settings SELECT count(*) > 0 FROM discredit_source('p0', 'lied'); SELECT * FROM check_evidence('newsroom.attestation')"), 't', 'and a source is discredited there, wherever its claims are');
is((try_on($added, q{SET LOCAL ROLE citus_reporter; SELECT * FROM source_identity}))[0] =~ s/^.*ERROR:  (permission denied).*$/$1/sr, 'permission denied', 'a reporter sees no identities there');

unlike($three->log, qr/was terminated by signal|PANIC|TRAP/, 'no server crashed');
done_testing();
