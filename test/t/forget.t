#!/usr/bin/perl
#
# forget() takes out every trace of a source and moves nothing else. A ledger is written in which each column that can
# hold words holds a word of a source that is to be forgotten, by whichever of its names; it is forgotten; a dump of the
# ledger and the planner's statistics have none of these words, those of others are all there, and counts, flags, times
# and events are what they were. The catalog says which columns there are: a new one fails here until it is planted.
# The server is the one that PGHOST and so on lead to.

use strict;
use warnings;
use utf8;

use Encode qw(decode encode);
use FindBin;
use JSON::PP;
use Test::More;

use lib "$FindBin::Bin/../lib";
use Cluster;

binmode(Test::More->builder->$_, ':encoding(UTF-8)') for qw(output failure_output todo_output);

my $postgres = Cluster::Database->new('postgres');
my $database = "corroborate_forget_$$";
my $db = $postgres->create($database);
END { $postgres->drop($database) if $db }

sub query { return decode('UTF-8', $db->query(encode('UTF-8', join('', map { "$_;\n" } @_)))) }
sub try { my ($said, $status) = $db->try(encode('UTF-8', join('', map { "$_;\n" } @_))); return decode('UTF-8', $said) }
sub literal { my ($text) = @_; return defined $text ? q{'} . $text =~ s/'/''/gr . q{'} : 'NULL' }
sub key { my ($text) = @_; return '"' . $text =~ s/(["\\])/\\$1/gr . '"' }

# Words of who is forgotten, and of others
my $words = 0;
sub hers { return sprintf('zq%04dz', ++$words) }
sub theirs { return sprintf('zs%04dz', ++$words) }

query('SET client_min_messages = warning; CREATE EXTENSION corroborate; CREATE SCHEMA was');

# ---- The columns of a ledger's tables that can hold words

my %not_words = map { $_ => 1 } qw(source.kind source.added_by source_alias.added_by source_rating.rated_by document.status document.added_by document.accepted_by
	claim.comparator claim.holds claim.added_by claim.ruling same_answer.added_by verdict_word.added_by verdict_word.means claim_review.added_by attestation.recorded_by attestation.accepted_by attestation.retracted_by ruling.verdict ruling.by
	publication.by claim_event.change claim_event.by proposal.kind proposal.decided_by proposal.verdict document.fingerprint fingerprint_key.key);
# What a claim says is nobody's trace, nor are its answers in other words
my %of_claims = map { $_ => 1 } qw(claim.statement claim.question claim.unit claim.answer same_answer.word same_answer.means verdict_word.word);

my $columns = q{SELECT c.relname || '.' || a.attname FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid JOIN pg_type AS t ON t.oid = a.atttypid
	WHERE c.relnamespace = '%s'::regnamespace AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
		AND NOT (t.typcategory IN ('N', 'B', 'D', 'E') OR t.oid = 'public.confidence'::regtype) ORDER BY 1};

# How many rows have a word of this form, by column
sub found
{
	my ($ledger, $form) = @_;
	my @columns = split /\n/, query(sprintf $columns, $ledger);
	return { map { split /\|/ } split /\n/, query(join(' UNION ALL ', map { my ($table, $name) = split /\./;
		"SELECT '$_', count(*) FROM $ledger.$table WHERE $name\::text ~ '$form'" } @columns)) };
}

# ---- A ledger full of them

# how: own, the source's key; confidential; forgotten, the name by which it is forgotten; before, what else comes before
sub story
{
	my ($ledger, %how) = @_;
	my $own = $how{own};
	my $blog = 'parkblog ' . hers();
	my $secret = 'secret ' . hers();
	my $comma = 'Lee, "Young" ' . hers();
	my $accented = "Jos\x{e9} " . hers();
	my $former = 'Former ' . hers();
	# an editor who marks a source as confidential takes its name away
	my $name = $how{confidential} ? $accented : 'Park Chol ' . hers();
	my ($url, $item) = ('https://park.example/' . hers(), 'urn:' . hers());
	my $bare = $url =~ s{^https://}{}r;
	my $of_document = sub { my ($word) = @_; return join(', ', map { literal($_) } $word->(), 'https://x.example/' . $word->(), $word->(), $word->(),
		$word->(), $word->(), '[{"role": "written", "name": "' . $word->() . '"}]') };
	my @sql = (
		# who
		sprintf(q{INSERT INTO source (key, name, kind, note, affiliations) VALUES (%s, %s, 'person', %s, '{harbour %s}')}, literal($own),
			literal($name), literal(hers()), theirs()),
		sprintf(q{INSERT INTO source (key, name, kind, note) VALUES (%s, %s, 'outlet', %s)}, map { literal($_) } $blog, 'The Blog ' . hers(), hers()),
		sprintf(q{INSERT INTO source (key, kind, note, confidential) VALUES (%s, 'person', %s, true)}, map { literal($_) } $secret, hers()),
		sprintf(q{INSERT INTO source_identity VALUES (%s, %s, %s)}, map { literal($_) } $secret, 'Jane ' . hers(), hers()),
		q{INSERT INTO source (key, kind, reliability) VALUES ('herald', 'outlet', 0.7), ('doctor', 'person', 0.8), ('cop', 'person', NULL)},
		sprintf(q{INSERT INTO source (key, kind, name, note) VALUES ('nurse', 'person', %s, %s)}, map { literal($_) } theirs(), theirs()),
		sprintf(q{INSERT INTO claim (statement, question, answer) SELECT %s, %s, %s FROM generate_series(1, 11)}, map { literal($_) } theirs(), theirs(), theirs()),
		sprintf(q{INSERT INTO claim (statement, question, comparator, value, unit) VALUES (%s, %s, '=', 1, %s)}, map { literal($_) } theirs(), theirs(), theirs()),
		# a spelling that was taken back when the log had it, and a statement by it that was retracted
		sprintf(q{INSERT INTO source (key, kind) VALUES (%s, 'person')}, literal($former)),
		sprintf(q{INSERT INTO attestation (claim, said, quote) VALUES (1, %s, %s), (1, %s, NULL)}, literal(key($former)), literal(hers()), literal(key($own))),
		sprintf(q{INSERT INTO source_alias VALUES (%s, %s)}, literal($former), literal($own)),
		sprintf(q{UPDATE attestation SET retracted_at = now(), retraction_reason = %s WHERE said ? %s}, literal(hers()), literal($former)),
		sprintf(q{DELETE FROM source_alias; DELETE FROM source WHERE key = %s}, literal($former)),
		# other spellings, and joined keys that said and published something before
		sprintf(q{INSERT INTO document (publisher, headline, url, item, version, language, published_as, credits) VALUES (%s, %s)}, literal($own), $of_document->(\&hers)),
		sprintf(q{INSERT INTO document (publisher, headline, url, item) VALUES (%s, %s, %s, %s)}, map { literal($_) } $blog, hers(), $url, $item),
		sprintf(q{INSERT INTO document (publisher, headline, url, item, version, language, published_as, credits) VALUES ('herald', %s)}, $of_document->(\&theirs)),
		sprintf(q{INSERT INTO document (publisher, republishes, credits) VALUES ('herald', 2, %s)},
			literal(JSON::PP->new->encode([ { name => $accented, with => [ "By $secret, and agencies " . theirs() ] }, { $own => $name } ]))),
		sprintf(q{INSERT INTO attestation (claim, said, document, quote) VALUES (2, %s, NULL, %s), (2, 'herald', 4, NULL), (3, 'herald', 2, NULL), (3, %s, NULL, NULL), (4, %s, 2, %s)},
			map { literal($_) } key($own), hers(), key($blog), key($blog), hers()),
		sprintf(q{INSERT INTO source_alias (alias, source) VALUES (%1$s, %5$s), (%2$s, %5$s), (%3$s, %5$s), (%4$s, %5$s)}, map { literal($_) } $blog, $secret, $comma, $accented, $own),
		# what others checked, and what it did
		sprintf(q{INSERT INTO claim_review (claim, document, verdict, rating) VALUES (8, 1, %s, %s), (8, 2, %s, %s), (8, 3, %s, %s)}, map { literal($_) } map { $_->(), $_->() } \&hers, \&hers, \&theirs),
		# who counts with it, and relies on it, by other spellings
		sprintf(q{INSERT INTO source (key, kind, affiliations) VALUES ('husband', 'person', ARRAY[%s]), ('cousin', 'person', ARRAY[%s, %s])},
			map { literal($_) } $comma, $secret, $own),
		sprintf(q{INSERT INTO source (key, kind, relies_on) VALUES ('list', 'outlet', ARRAY[%s])}, literal($blog)),
		sprintf(q{UPDATE source SET relies_on = '{nurse}' WHERE key = %s}, literal($own)),
		# from whose feeds the news of whom may come, and came
		sprintf(q{UPDATE source SET feeds = ARRAY[%s, %s, 'wire %s'] WHERE key = 'herald'}, literal($blog), literal($own), theirs()),
		sprintf(q{UPDATE source SET feeds = ARRAY['wire %s', %s] WHERE key = %s}, theirs(), literal($comma), literal($own)),
		sprintf(q{UPDATE document SET feed = %s WHERE id = 3}, literal($secret)),
		sprintf(q{UPDATE document SET feed = 'wire %s' WHERE id = 4}, theirs()),
		# ratings over time, of all of them
		sprintf(q{UPDATE source SET reliability = 0.9 WHERE key IN (%s, %s)}, literal($own), literal($secret)),
		sprintf(q{SELECT rate_source(%s, 0.6, %s)}, literal($comma), literal(hers())),
		sprintf(q{UPDATE source SET reliability = 0.5 WHERE key = %s}, literal($blog)),
		sprintf(q{SELECT rate_source(%s, 0.8, %s)}, literal($own), literal(hers())),
		sprintf(q{SELECT rate_source('nurse', 0.9, %s)}, literal("$accented said so, and " . theirs())),
		# what they said: for, against, on one another's word, in whatever state
		sprintf(q{INSERT INTO attestation (claim, said, quote, quote_language, translator) VALUES (5, %s, %s, %s, %s), (5, 'husband', NULL, NULL, NULL), (5, 'cousin', NULL, NULL, NULL)},
			map { literal($_) } key($comma), hers(), hers(), hers()),
		# from sheets, of its own and of others, whose names and rows have its name in them
		sprintf(q{INSERT INTO attestation (claim, said, sheet, sheet_row) VALUES (5, %s, %s, %s), (5, 'doctor', %s, %s)}, literal(key($own)),
			map { literal($_) } hers(), hers(), "tips of $name, " . theirs(), "$comma / " . theirs()),
		sprintf(q{INSERT INTO attestation (claim, said, quote, accepted_at, accepted_by) VALUES (5, %s, %s, NULL, NULL)}, literal(key($accented) . '<*'), literal(hers())),
		sprintf(q{INSERT INTO attestation (claim, id, said) VALUES (6, 1001, %s)}, literal(key($own) . '<' . key($blog))),
		sprintf(q{INSERT INTO attestation (claim, id, said, replaces) VALUES (6, 1002, %s, 1001), (6, 1003, 'cop', NULL)}, literal('!' . key($comma))),
		sprintf(q{INSERT INTO attestation (claim, said) VALUES (7, %s), (7, %s), (7, 'cop<*'), (7, 'nurse<doctor')}, literal(key($own) . '<*'), literal('!' . key($secret))),
		sprintf(q{INSERT INTO attestation (claim, said, quote) VALUES (8, %s, %s), (8, %s, NULL), (8, 'list', NULL), (8, 'cop', NULL)},
			literal('herald<(' . key($accented) . ',' . key($blog) . ')'), literal(theirs()), literal('doctor@' . key($secret) . ':0.4')),
		sprintf(q{INSERT INTO attestation (claim, said, document) VALUES (9, 'herald', 4), (9, %s, 4), (9, %s, 1), (10, 'cop', 1)}, literal(key($blog)), literal(key($comma))),
		sprintf(q{SELECT FROM attest(10, %s)}, literal(key($accented))),
		sprintf(q{SELECT FROM attestation AS a, retract_attestation(a.claim, a.id, %s) WHERE a.said = %s AND a.claim = 10}, literal(hers()), literal(key($accented))),
		# what others wrote
		sprintf(q{INSERT INTO attestation (claim, said, quote, retracted_at, retraction_reason) SELECT 10, 'nurse', %s, now() + interval '1 hour', r.reason FROM (VALUES (%s), (%s), (%s), (%s), (%s), (%s)) AS r (reason)},
			literal(theirs()), map { literal("$_ " . theirs()) } "$url is gone,", "HTTP://www.$bare/ too,", "as $bare is,", "$item was cancelled,", "$name lied,", "so did \U$secret."),
		sprintf(q{INSERT INTO ruling (claim, verdict, why) VALUES (10, 'hold', %s), (9, 'confirm', %s)}, literal("$comma was there, says " . theirs()), literal("($name) " . theirs())),
		q{INSERT INTO publication (document, claim) VALUES (3, 9), (3, 10)},
		# causes that people wrote, and those of changes of the registry
		sprintf(q{SET corroborate.cause = %s}, literal("$name, $accented and $own were seen by " . theirs())),
		q{INSERT INTO attestation (claim, said) VALUES (11, 'nurse'), (11, 'cop')},
		sprintf(q{SET corroborate.cause = %s}, literal("$item says " . theirs())),
		q{UPDATE attestation SET retracted_at = clock_timestamp(), retraction_reason = 'wrong' WHERE claim = 11 AND said = 'nurse'},
		q{RESET corroborate.cause},
		sprintf(q{SELECT discredit_source(%s, 'for a while'), rate_source(%s, 0.7, 'again')}, literal($own), literal($comma)),
		sprintf(q{INSERT INTO source_identity SELECT key, %s, %s FROM source WHERE key = %s}, literal(hers()), literal(hers()), literal($own)));
	# what was found about her, about what she published and said, and by whom it was decided
	my $found = sub {
		my ($kind, $subject, $object, $verdict) = @_;
		return sprintf(q{INSERT INTO proposal (kind, subject, object, suggests, because, strength, evidence, size, take_back, decided_at, decided_by, verdict, why) SELECT %s, now(), 'me', %s, %s},
			join(', ', map { literal($_) } $kind, $subject, $object, '{"a": "' . hers() . '"}', hers(), 0.5, '{"' . hers() . '": 1}', 1, hers()),
			# nothing is left of what was decided about two names of hers
			$verdict ? map { literal($_) } $verdict, $kind eq 'same_source' ? $name : "$name, " . theirs() : qw(x x))
			=~ s/, now\(\), 'me', x, x$/, NULL, NULL, NULL, NULL/r;
	};
	push @sql, $found->('same_source', $own, $comma, 'accepted'), $found->('has_it_from', 'list', $blog, 'declined'), $found->('rating', $own, undef, undef),
		$found->('rating', $comma, undef, 'declined'), $found->('same_voice', 'cop', $secret, 'declined'),
		$found->('republishes', 4, 2, 'declined'), $found->('same_words', 1002, undef, 'declined'), $found->('same_words', 1003, undef, undef);
	push @sql, sprintf(q{UPDATE source SET name = NULL, confidential = true WHERE key = %s}, literal($own)) if $how{confidential};
	query("SET client_min_messages = warning; SELECT create_ledger('$ledger', announce => true)");
	query('SET client_min_messages = warning', "SET search_path = $ledger, public", @sql, 'ANALYZE');
	return { own => $own, blog => $blog, secret => $secret, comma => $comma, accented => $accented, former => $former };
}

# ---- What must not move

my @kept = (
	[ claim => q{SELECT id, corroboration, contradiction(evidence), round(support::numeric, 12) AS support, round(confidence::numeric, 12) AS confidence, status, disputed, denied, cleared, ruling, corroborated_at FROM claim} ],
	[ flags => q{SELECT claim, id, at, change, from_status, to_status, corroboration, round(support::numeric, 12), by FROM claim_event} ],
	[ attestation => q{SELECT to_jsonb(a) - '{said,quote,quote_language,translator,sheet,sheet_row,retraction_reason}'::text[] FROM attestation AS a} ],
	[ document => q{SELECT to_jsonb(d) - '{publisher,headline,url,language,published_as,credits,item,version,feed}'::text[] FROM document AS d} ],
	[ desk => q{SELECT id, pending, last_change, cardinality(says_both) FROM desk} ],
	[ fallen => q{SELECT document, claim, problem, since FROM to_correct} ],
	[ ruling => q{SELECT claim, id, verdict, by, at FROM ruling} ],
	[ publication => q{SELECT * FROM publication} ],
	# what was known when; times of ratings, of the one now and of the others
	[ earlier => q{SELECT c.id, t.at, corroboration(e.evidence), round(support(e.evidence)::numeric, 12), disputed(e.evidence) FROM claim AS c,
		(SELECT rated_at FROM was.LEDGER_times UNION SELECT recorded_at FROM attestation) AS t (at), evidence_as_of(c.id, t.at) AS e (evidence)} ]);

sub keep
{
	my ($ledger) = @_;
	query('SET client_min_messages = warning', "SET search_path = $ledger, public", "CREATE TABLE was.${ledger}_times AS SELECT rated_at FROM source_rating",
		"CREATE TABLE was.${ledger}_evidence AS SELECT id, evidence FROM claim", map { "CREATE TABLE was.${ledger}_$_->[0] AS " . $_->[1] =~ s/LEDGER/$ledger/gr } @kept);
}

sub moved
{
	my ($ledger) = @_;
	return query("SET search_path = $ledger, public", map { my ($what, $rows) = ($_->[0], $_->[1] =~ s/LEDGER/$ledger/gr);
		"SELECT '$what', m.* FROM ((TABLE was.${ledger}_$what EXCEPT ALL ($rows)) UNION ALL (($rows) EXCEPT ALL TABLE was.${ledger}_$what)) AS m" } @kept);
}

# without the lines that hold a random word
sub dumped { my ($ledger) = @_; return decode('UTF-8', ($db->run('pg_dump', "--schema=$ledger"))[0]) =~ s/^\\(?:un)?restrict .*$//mgr }
sub vacuum { my ($ledger) = @_; query(map { "VACUUM (FULL, ANALYZE) $ledger.$_" } split /\n/, query("SELECT relname FROM pg_class WHERE relnamespace = '$ledger'::regnamespace AND relkind = 'r'")) }
sub statistics
{
	my ($ledger) = @_;
	return query("SELECT tablename, attname FROM pg_stats WHERE schemaname = '$ledger' AND concat(most_common_vals, histogram_bounds, most_common_elems) ~ 'zq'");
}

my @stories = (
	[ 'a source on record', own => 'park ' . hers(), forgotten => 'own' ],
	[ 'a source that an editor marked as confidential, by another spelling', own => 'Kim Chol of Dandong ' . hers(), confidential => 1, forgotten => 'comma' ],
	[ 'a key that says nothing already', own => 'source-0123456789ab', confidential => 1, forgotten => 'secret' ],
	[ 'where backslashes escape', own => 'b\\s ' . hers(), forgotten => 'blog', settings => 'SET standard_conforming_strings = off; SET escape_string_warning = off' ],
);
foreach my $story (@stories)
{
	my ($title, %how) = @$story;
	my $ledger = "paper$words";
	my $named = story($ledger, %how);
	my $kept = $how{own} =~ /^source-/ ? $how{own} : undef;
	# every column holds a word of the source, or those of claims of others
	my $before = found($ledger, 'zq');
	my @empty = grep { !$before->{$_} && !$not_words{$_} && !$of_claims{$_} } sort keys %$before;
	@empty = grep { !/^(?:claim\.evidence|source_alias\.source)$/ } @empty if defined $kept;
	is("@empty", '', "$title: a word of the source is in each column");
	is(join(' ', grep { !exists $before->{$_} } sort keys %not_words, keys %of_claims), '', "$title: the columns that have none are there");
	isnt(statistics($ledger), '', "$title: and in the statistics");
	my $theirs = found($ledger, 'zs');
	my ($words_before) = dumped($ledger) =~ /(zq\d+z)/;
	ok($words_before, "$title: and in a dump");

	keep($ledger);
	my $name = $named->{ $how{forgotten} };
	my ($said) = $db->finish($db->start(encode('UTF-8', join('', map { "$_;\n" } $how{settings} // '', "SET search_path = $ledger, public", 'LISTEN corroborated',
		sprintf('SELECT forget(%s)', $how{settings} ? 'E' . literal($name =~ s/\\/\\\\/gr) : literal($name)), 'SELECT 1')), $db->psql));
	$said = decode('UTF-8', $said);
	unlike($said, qr/ERROR|notification|zq/, "$title: it is forgotten, and nothing is announced");
	my ($key) = $said =~ /^(source-[0-9a-f]{12})$/m;
	ok($key, "$title: under a key that says nothing");
	is($key, $kept, "$title: its own") if defined $kept;

	is(moved($ledger), '', "$title: no count, flag, time or event has moved");
	is(query("SET search_path = $ledger, public", sprintf(q{SELECT w.id, c.evidence, w.evidence FROM was.%s_evidence AS w JOIN claim AS c USING (id)
		WHERE c.evidence <> rename_sources(w.evidence, %2$s, array_fill(%3$s::text, ARRAY[cardinality(%2$s)]))}, $ledger,
		'ARRAY[' . join(', ', map { literal($_) } values %$named) . ']', literal($key))), '', "$title: the evidence is what it was, under that key");
	is(query("SELECT * FROM check_evidence('$ledger.attestation')"), '', "$title: and what the rows say");
	my $after = found($ledger, 'zq');
	is(join(' ', grep { $after->{$_} } sort keys %$after), '', "$title: no column has a word of the source");
	is_deeply(found($ledger, 'zs'), $theirs, "$title: words of others are all there");
	vacuum($ledger);
	is(join(' ', dumped($ledger) =~ /(.*zq.*)/g), '', "$title: a dump has none");
	is(statistics($ledger), '', "$title: nor have the statistics");
	is(query("SELECT count(*) FROM $ledger.source_alias"), '0', "$title: no other spelling is left");
}

# ---- The last digits of support, which depend on the order of names, move no flag

query(q{SET client_min_messages = warning; SELECT create_ledger('least', minimum_support => 0.81); SET search_path = least, public},
	q{INSERT INTO source (key, kind, reliability) VALUES ('a', 'person', 0.2), ('b', 'person', 0.75), ('c', 'person', 0.05)},
	q{INSERT INTO claim (statement) VALUES ('one'); INSERT INTO attestation (claim, said) VALUES (1, 'a'), (1, 'b'), (1, 'c')});
my $least = query(q{SELECT corroborated_at FROM least.claim});
query(q{SET search_path = least, public; SELECT forget('a')});
is(query(q{SELECT corroborated_at, (SELECT count(*) FROM least.claim_event) FROM least.claim WHERE corroborated_at IS NOT NULL AND support::float8 <> 0.81}), "$least|1", 'the order of names moves no flag');

# ---- Sources that were merged and renamed: their own rows, ratings and the causes that name them go, too

query(q{SET client_min_messages = warning; SELECT create_ledger('joined'); SET search_path = joined, public},
	q{INSERT INTO source (key, kind) VALUES ('zq post', 'person'), ('zq paper', 'person'), ('nurse', 'person'), ('cook', 'person')},
	q{INSERT INTO claim (statement) VALUES ('one'), ('two'); INSERT INTO attestation (claim, said) VALUES (1, '"zq post"'), (1, '"zq paper"'), (2, 'cook<"zq paper"'), (2, 'nurse')},
	q{SELECT FROM merge_sources('zq post', 'zq paper'); SELECT FROM rate_source('zq paper', 0.7, 'right'); SELECT FROM rename_source('zq post', 'zq daily')});
is(query(q{SELECT count(*) FROM joined.source_rating WHERE source ~ 'zq'; SELECT string_agg(cause, '; ') FROM joined.claim_event WHERE claim = 1}),
	"2\nattestation; zq paper is zq post", 'merged: rated under both keys, and in the log');
my $joined = query(q{SET client_min_messages = warning; SET search_path = joined, public; SELECT forget('zq paper')});
is(join(' ', grep { found('joined', 'zq')->{$_} } sort keys %{ found('joined', 'zq') }), '', 'merged and renamed: no column has a word of it');
is(query(q{SET search_path = joined, public; SELECT evidence FROM claim ORDER BY id; SELECT count(*) FROM source_alias}),
	"{$joined:0.7}\n{cook<$joined:0.7,nurse}\n0", 'merged and renamed: it counts under the key that says nothing');
is(query(q{SELECT * FROM check_evidence('joined.attestation')}), '', 'merged and renamed: as the rows say');

# ---- Others' lines stay as they are

query(q{SET client_min_messages = warning; SELECT create_ledger('others'); SET search_path = others, public}, q{INSERT INTO source (key, kind) VALUES
	('kim', 'person'), ('kim il sung', 'person'), ('kim-2', 'person'), ('Kim', 'person'), ('akim', 'person'), ('nurse', 'person')},
	q{INSERT INTO claim (statement) SELECT 'the kim of ' || i FROM generate_series(1, 7) AS i},
	q{INSERT INTO attestation (claim, said) SELECT i, 'nurse' FROM generate_series(1, 7) AS i},
	(map { "SELECT FROM attest($$_[0], '$$_[1]')" } [ 1, 'kim' ], [ 2, '"kim il sung"' ], [ 3, 'kim-2' ], [ 4, 'Kim' ], [ 5, 'akim' ]),
	q{INSERT INTO attestation (claim, said) VALUES (6, 'kim'), (7, '"kim il sung"')},
	# one that was there, of whom nothing is left but the log
	q{UPDATE claim_event SET cause = 'attestation of kim jong' WHERE claim = 7},
	qq{UPDATE attestation SET retracted_at = now(), retraction_reason = 'kim il sung, not kim-2, kim\x{301} or Kim; kim’s word: kim.' WHERE claim = 6 AND said = 'nurse'});
my $kim = query(q{SET client_min_messages = warning; SET search_path = others, public; SELECT forget('kim')});
is(query(q{SET search_path = others, public; SELECT string_agg(cause, '; ' ORDER BY claim, id) FROM claim_event WHERE claim <> 6}),
	"attestation of $kim; attestation of kim il sung; attestation of kim-2; attestation of Kim; attestation of akim; attestation of kim jong", 'whole names are replaced in the log, and no parts of others');
is(query(q{SELECT retraction_reason FROM others.attestation WHERE retraction_reason IS NOT NULL}), "kim il sung, not kim-2, kim\x{301} or Kim; ${kim}’s word: $kim.", 'and in reasons');
my $left = try(q{SET search_path = others, public}, q{INSERT INTO source (key, kind, note) VALUES ('lee', 'person', NULL), ('aunt', 'person', 'lee''s aunt')},
	q{INSERT INTO attestation (claim, said, quote) VALUES (1, 'aunt', 'Leeds is where Lee was')}, q{UPDATE claim SET statement = 'Lee fled' WHERE id = 2},
	q{INSERT INTO same_answer (word, means, added_at) VALUES ('Mr Lee', 'the owner', '2026-01-02 03:04Z')}, q{SET timezone = 'UTC'}, q{SELECT forget('lee')});
like($left, qr/NOTICE:  other people's words may still name the source\nDETAIL:  They are in attestation: \d+; claim: 2; same_answer: 2026-01-02 03:04:00\+00; source: aunt\./, 'words of others that may name it are pointed at');
is(query(q{SELECT quote FROM others.attestation WHERE quote IS NOT NULL}), 'Leeds is where Lee was', 'and stay');

# ---- Spellings that the log knows: lists, and names with commas in them

is(query(q{SET search_path = others, public}, q{SELECT string_agg(format('%s|%s', part, spelling), '; ' ORDER BY place)
	FROM spelling_causes('a is b, Lee, Young is ours, x is not ours and 3 others', '{ours}')}), 'a is b|; Lee, Young is ours|Lee, Young; x is not ours|x', 'causes are read part by part');

# ---- Levels of isolation

foreach my $level ('REPEATABLE READ', 'SERIALIZABLE')
{
	my $said = try("\\set VERBOSITY verbose\nSET search_path = others, public", "BEGIN ISOLATION LEVEL $level", q{SELECT forget('nurse')});
	like($said, qr/ERROR:  25000: forget\(\) cannot be used in a transaction of isolation level \L$level\E\nDETAIL: .*\nHINT: .*READ COMMITTED/, "$level: it is refused");
}
query(q{SET search_path = others, public}, q{INSERT INTO source (key, kind, confidential) VALUES ('zqone', 'person', true)});
my $beside = "psql -X -q -v ON_ERROR_STOP=1 -d $database -c";
like(try('SET search_path = others, public', 'BEGIN', 'SELECT count(*) FROM source', "\\! $beside \"INSERT INTO others.source_identity VALUES ('zqone', 'zqwho', 'zqheld')\"\n"
	. "\\! $beside \"INSERT INTO others.source_alias VALUES ('zqspelt', 'zqone')\"\n\\! $beside \"INSERT INTO others.attestation (claim, said, quote) VALUES (1, 'zqspelt', 'zqquote')\"\n",
	q{SELECT forget('zqone')}, 'COMMIT'), qr/^source-/m, 'READ COMMITTED: what was committed meanwhile is seen');
my $of_others = found('others', 'zq');
is(join(' ', grep { $of_others->{$_} } sort keys %$of_others), '', 'and gone');

# ---- The rules by which spelling decides nothing

query(q{SET client_min_messages = warning; SELECT create_ledger('spelt'); SET search_path = spelt, public}, q{INSERT INTO source (key, kind) VALUES
	('park', 'person'), ('parkblog', 'person'), ('nurse', 'person'), ('u', 'person'), ('v', 'person')}, q{INSERT INTO source_alias VALUES ('Park', 'park'), ('parkblog', 'park')},
	q{INSERT INTO document (publisher) VALUES ('park'), ('parkblog')}, q{INSERT INTO document (publisher, republishes) VALUES ('park', 1), ('park', 2)},
	q{INSERT INTO claim (statement) SELECT 'claim ' || i FROM generate_series(1, 10) AS i},
	q{INSERT INTO attestation (claim, said) SELECT i, 'nurse' FROM generate_series(1, 8) AS i},
	q{INSERT INTO attestation (claim, said, document) SELECT s.place, s.said::attribution, s.document FROM (VALUES (1, 'park', 3), (2, 'Park', 3), (3, 'parkblog', 3),
		(4, 'park', 4), (5, 'Park', 4), (6, 'parkblog', 4)) AS s (place, said, document)});
is(query(q{SELECT DISTINCT evidence, corroboration FROM spelt.claim WHERE id <= 6}), '{nurse,park}|2', 'a source that republishes its own item counts the same, however it and the publisher are spelt');
# a transaction that began earlier corrects what was said since
query('SET search_path = spelt, public', 'BEGIN', 'SELECT count(*) FROM claim', "\\! $beside \"INSERT INTO spelt.attestation (claim, id, said) VALUES (9, 500, 'u')\"\n",
	q{INSERT INTO attestation (claim, id, said, replaces) VALUES (9, 501, 'u<v', 500)}, 'COMMIT', q{INSERT INTO attestation (claim, said) VALUES (9, 'v')});
is(query(q{SELECT evidence, corroboration FROM spelt.claim WHERE id = 9}), '{u<v,v}|1', 'a correction holds, however long ago its transaction began');

# ---- Whatever is said: sources of a random ledger are forgotten one after another

my $random = q{CREATE FUNCTION pg_temp.one(text[]) RETURNS text LANGUAGE sql VOLATILE RETURN $1[1 + floor(random() * cardinality($1))::int]};
my $seed = $ENV{FORGET_SEED} // time % 10000;
query('SET client_min_messages = warning', q{SELECT create_ledger('random')}, 'SET search_path = random, public', $random, "SELECT setseed($seed / 10000.0)",
	q{INSERT INTO source (key, kind, reliability, passes_on) SELECT 's' || i, pg_temp.one('{person,person,outlet,other,organisation,unnamed}'),
		(pg_temp.one('{0.5,0.8,0.9,NULL,NULL,NULL,NULL,0}'))::float8, (pg_temp.one('{t,f,NULL,NULL,NULL,NULL}'))::boolean FROM generate_series(1, 24) AS i},
	q{UPDATE source SET affiliations = ARRAY[pg_temp.one('{s1,s2,a1,a2,unit-1,s13}')] WHERE random() < 0.3},
	q{UPDATE source SET relies_on = array_remove(ARRAY['s' || 1 + floor(random() * 24)::int], key) WHERE random() < 0.2},
	# of s1 to s6 each has a spelling, a joined key, or both
	q{INSERT INTO source_alias SELECT 'a' || i, 's' || i FROM generate_series(1, 6) AS i UNION ALL SELECT 's' || 12 + i, 's' || i FROM generate_series(1, 4) AS i},
	q{INSERT INTO document (publisher) SELECT 's' || 1 + floor(random() * 24)::int FROM generate_series(1, 20)},
	q{UPDATE document SET republishes = id - 1 - floor(random() * 3)::int WHERE id > 4 AND random() < 0.5},
	q{INSERT INTO claim (statement) SELECT 'claim ' || i FROM generate_series(1, 150) AS i},
	sprintf(q{INSERT INTO attestation (claim, said, document, accepted_at, accepted_by) SELECT c.id, (pg_temp.one('{"","","","!"}') || n.a || (CASE floor(random() * 8)::int WHEN 0 THEN '<*' WHEN 1 THEN '<?'
		WHEN 2 THEN '<' || n.b WHEN 3 THEN '<(' || n.b || ',' || n.c || ')' WHEN 4 THEN '@' || n.b WHEN 5 THEN '<' || n.b || '<' || n.c ELSE '' END))::attribution,
		CASE WHEN random() < 0.4 THEN 1 + floor(random() * 20)::int END, a.at, a.by FROM claim AS c CROSS JOIN generate_series(1, 6) AS i
		CROSS JOIN LATERAL (SELECT %s AS a, %1$s AS b, %1$s AS c WHERE i > 0 AND c.id > 0) AS n
		CROSS JOIN LATERAL (SELECT now() AS at, 'me' AS by WHERE random() < 0.9 OR i < 0) AS a}, q{pg_temp.one(ARRAY['s1','s2','s3','s4','s5','s6','s13','s14','s15','a1','a2','a3','a5','s7','s8','s9'])}),
	# whatever else is said, some are flagged
	q{INSERT INTO source (key, kind) VALUES ('w1', 'person'), ('w2', 'person')},
	q{INSERT INTO attestation (claim, said) SELECT c.id, w.said::attribution FROM claim AS c CROSS JOIN (VALUES ('w1<*'), ('w2<*')) AS w (said) WHERE c.id <= 5},
	q{UPDATE source SET reliability = 0.7 WHERE key IN ('s2', 's14')});
my $flagged = query('SELECT count(*) FROM random.claim WHERE corroborated_at IS NOT NULL');
ok($flagged > 3, "a random ledger of seed $seed, $flagged of whose claims are flagged");
keep('random');
foreach my $name (qw(s1 s14 a3 s4 s5 s6 s7))
{
	like(try('SET search_path = random, public', "SELECT forget('$name')"), qr/^source-[0-9a-f]{12}$/m, "$name is forgotten");
	is(moved('random'), '', "$name: nothing has moved");
}
is(query(q{SELECT * FROM check_evidence('random.attestation')}), '', 'all is what the rows say');
is(query(q{SELECT key FROM random.source WHERE key IN ('s1', 's2', 's3', 's4', 's5', 's6', 's7', 's13', 's14', 's15', 's16')}), '', 'their keys are gone');

# ---- Sources with many documents are forgotten while others write, in any order of tables and rows: nobody deadlocks

query('SET client_min_messages = warning', q{SELECT create_ledger('busy')}, 'SET search_path = busy, public',
	q{INSERT INTO source (key, kind) SELECT 's' || i, 'person' FROM generate_series(1, 20) AS i UNION ALL SELECT k || i, 'person' FROM unnest('{p,j}'::text[]) AS k, generate_series(1, 12) AS i},
	q{INSERT INTO source_alias SELECT 'j' || i, 'p' || i FROM generate_series(1, 12) AS i},
	q{INSERT INTO claim (statement) SELECT 'claim ' || i FROM generate_series(1, 30) AS i},
	q{INSERT INTO document (publisher) SELECT k || i FROM unnest('{p,j}'::text[]) AS k, generate_series(1, 12) AS i, generate_series(1, 40)},
	q{INSERT INTO attestation (claim, said) SELECT 1 + i % 30, (k || 1 + i % 12)::attribution FROM unnest('{p,j}'::text[]) AS k, generate_series(1, 60) AS i},
	q{INSERT INTO attestation (claim, id, said, accepted_at, accepted_by) SELECT 1 + i % 30, 100000 + i, (CASE WHEN i % 2 = 0 THEN 'reader-' || i ELSE 's1' END)::attribution, NULL, NULL FROM generate_series(1, 1000) AS i});
my $feed = '<rss version="2.0"><channel><title>s%d</title><item><guid>%d-1</guid><title>Fire</title></item><item><guid>%1$d-2</guid><title>Fire</title><author>s7</author></item></channel></rss>';
my @clients = (
	sub { my ($i) = @_; sprintf(q{INSERT INTO attestation (claim, said, document) SELECT %d, 's%d<(p%d,j%d)', id FROM document WHERE id IN (%d, %d)}, 1 + $i % 30, 1 + $i % 20, 1 + $i % 12, 1 + $i % 12, 1 + $i * 7 % 900, 1 + $i * 31 % 900) },
	sub { my ($i) = @_; sprintf(q{INSERT INTO document (publisher) SELECT k FROM source, unnest(ARRAY['j%d', 'p%1$d', 's3', 'p%d']) AS k WHERE key = k ORDER BY k COLLATE "C" %s}, 1 + $i % 12, 1 + ($i + 5) % 12, $i % 2 ? 'DESC' : '') },
	sub { my ($i) = @_; sprintf('SELECT status FROM accept_attestation(%d, %d)', 1 + $i % 30, 100000 + $i) },
	sub { my ($i) = @_; $i % 2 ? sprintf(q{SELECT rate_source('s%d', 0.%d, 'why not')}, 1 + $i % 20, 1 + $i % 9) : sprintf(q{UPDATE document SET headline = 'x', republishes = NULL WHERE id = %d}, 1 + $i * 11 % 900) },
	sub { my ($i) = @_; $i % 3 ? sprintf(q{SELECT regather('attestation', '{s%d,p%d}')}, 1 + $i % 20, 1 + $i % 12) : sprintf(q{INSERT INTO ruling (claim, verdict, why) VALUES (%d, 'hold', 'why')}, 1 + $i % 30) },
	sub { my ($i) = @_; sprintf(q{SELECT change FROM import_news('busy', %s)}, literal(sprintf($feed, 1 + $i % 20, $i))) });
my @others = map { my $client = $_; $db->start("SET search_path = busy, public;\n" . join('', map { $client->($_) . ";\n" } 1 .. 250), qw(psql -X -q -A -t)) } @clients;
my @forgotten = map { try('SET search_path = busy, public', "SELECT forget('j$_')") } 1 .. 12;
my @outputs = map { ($db->finish($_))[0] } @others;
is(scalar(grep { /^source-[0-9a-f]{12}$/m } @forgotten), 12, 'all are forgotten while others write') or diag(@forgotten);
is(join('', map { /^(.*deadlock.*)$/mg } @outputs, @forgotten), '', 'nobody deadlocks');
is(join('', grep { !/(?:is|are) not registered|no attestation|violates foreign key|^$/ } map { /ERROR:  (.*)/g } @outputs), '', 'and what fails is about who is gone');
is(query(q{SELECT count(*) FROM busy.source WHERE key ~ '^[pj]'}), '0', 'their keys are gone');
is(query(q{SELECT * FROM check_evidence('busy.attestation')}), '', 'and all is what the rows say');

done_testing();
