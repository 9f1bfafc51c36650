#!/usr/bin/perl
#
# The evidence board in a real browser: opens from a file without an error and without the network, and is used by
# mouse and keyboard, on screens wide and narrow, in light and dark, and on paper. The server is the one that PGHOST and
# so on lead to.

use strict;
use warnings;
use utf8;

use Encode qw(encode decode);
use File::Temp qw(tempdir);
use FindBin;
use JSON::PP;
use Test::More;
use Time::HiRes qw(sleep time);

use lib "$FindBin::Bin/../lib";
use Browser;
use Contrast;
use Hostile;

binmode Test::More->builder->$_, ':utf8' for qw(output failure_output todo_output);

my $why = Browser->missing;
plan skip_all => $why if $why;

my $database = "corroborate_board_$$";
my $directory = tempdir(CLEANUP => 1);
chmod 0755, $directory;
END { psql('postgres', '-c', "DROP DATABASE IF EXISTS $database") if $database }
my $browser;

# ---- The database

sub psql
{
	my ($db, @arguments) = @_;
	open my $out, '-|', 'sh', '-c', 'exec psql -X -q -A -t -v ON_ERROR_STOP=1 "$@" 2>&1', 'psql', '-d', $db,
		map { encode('UTF-8', $_) } @arguments or die "psql: $!";
	local $/;
	my $said = decode('UTF-8', <$out>);
	close $out;
	return $said;
}

# Writes a board to a file; returns its address and its text
sub board
{
	my ($name, $call) = @_;
	my $page = psql($database, '-c', "SELECT $call");
	open my $file, '>:encoding(UTF-8)', "$directory/$name.html" or die "$name.html: $!";
	print $file $page;
	close $file;
	return ("file://$directory/$name.html", $page);
}

# ---- The browser

sub open_page  { return $browser->open($_[0]) }
sub js         { return $browser->js(@_) }
sub press      { return $browser->press($_[0]) }

# What follows a key comes a moment after it, the later the busier the machine
sub becomes
{
	my ($script, $expected, $what) = @_;
	my $until = time + 10;
	my $found = js($script);
	while (($found // '') ne $expected && time < $until)
	{
		sleep(0.05);
		$found = js($script);
	}
	is($found, $expected, $what);
}

sub is_quiet
{
	my ($what) = @_;
	is_deeply([$browser->complaints], [], "$what: no error");
	is_deeply([$browser->requests], [], "$what: nothing asked of the network");
}

sub has_contrast
{
	my ($what) = @_;
	for my $scheme (qw(light dark))
	{
		$browser->media('prefers-color-scheme' => $scheme);
		my $seen = Contrast::page($browser);
		cmp_ok(scalar @$seen, '>', 10, "$what, $scheme: texts are found");
		is_deeply([Contrast::too_low($seen)], [], "$what, $scheme: contrasts");
	}
	$browser->media;
}

# On a phone nothing but drawings is wider than the screen
sub fits_phone
{
	my ($what) = @_;
	$browser->width(360, 740);
	is(js('return document.documentElement.scrollWidth'), 360, "$what: as wide as a phone");
	$browser->width(1200);
}

# What would have to be scrolled sideways, or is cut
my $scrolled = q{return [...document.querySelectorAll('main *')].filter(e => !e.closest('svg') && e.checkVisibility() && e.scrollWidth > e.clientWidth + 1 &&
	getComputedStyle(e).overflowX !== 'visible' && !/^(INPUT|SELECT)$/.test(e.nodeName)).map(e => e.nodeName + '.' + e.className).join(' ')};

my $rows = q{return [...document.querySelectorAll('#rows tr')].map(row => row.cells[0].textContent)};
my $shows = q{return document.getElementById('main').innerText};

# Numbers as numbers, true and false as 1 and 0
sub plain
{
	my ($value) = @_;
	return JSON::PP->new->canonical->encode($value) =~ s/"(\d+)"/$1/gr;
}

# ---- Here it begins

is(psql('postgres', '-c', "CREATE DATABASE $database TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'"), '', 'a database');
psql($database, '-f', 'examples/ledger.sql');

# A second ledger, with names that are code
# those with two blanks in a row are refused
my @code = grep { !/ {2}/ } @Hostile::names;
is(psql($database, '-c', q{SET client_min_messages = warning}, '-c', q{SELECT create_ledger('hostile', unknown_sources => 'add')},
	'-c', 'SET search_path = hostile, public',
	map { my $quoted = Hostile::literal($_);
		('-c', "INSERT INTO claim (statement, question, answer) VALUES ($quoted, $quoted, $quoted)",
		'-c', "INSERT INTO document (headline, url) VALUES ($quoted, 'javascript:alert(1)')",
		'-c', "INSERT INTO source (key, name) VALUES ($quoted, $quoted)",
		'-c', "INSERT INTO attestation (claim, said, quote, document) SELECT max(claim.id), " . Hostile::literal(Hostile::quoted($_) . '@' . Hostile::quoted("$_-house")) . "::attribution," .
			"$quoted, (SELECT max(id) FROM document) FROM claim") } @code), "\n", 'a ledger full of code');

# One to ask "what if": ratings, affiliations, aliases, denials, and a least support
is(psql($database, '-c', 'SET client_min_messages = warning', '-c', q{SELECT create_ledger('asked', minimum_support => 0.5)}, '-c', 'SET search_path = asked, public',
	'-c', q{INSERT INTO source (key, kind, reliability, affiliations) SELECT 'source-' || i, CASE WHEN i % 5 = 0 THEN 'outlet' ELSE 'person' END,
		CASE WHEN i % 7 <> 0 THEN 0.4 + 0.04 * i END, CASE WHEN i % 4 = 0 THEN ARRAY['house-' || i % 3] ELSE '{}' END FROM generate_series(1, 12) AS i},
	'-c', q{INSERT INTO source_alias (alias, source) VALUES ('the third', 'source-3')},
	'-c', q{INSERT INTO claim (statement) SELECT 'claim ' || i FROM generate_series(1, 60) AS i},
	'-c', q{INSERT INTO attestation (claim, said) SELECT c, said_by(CASE WHEN (c * i) % 12 = 2 THEN 'the third' ELSE 'source-' || 1 + (c * i) % 12 END,
		cites => CASE WHEN (c + i) % 3 = 0 THEN ARRAY['source-' || 1 + (c + 5 * i) % 12] END, firsthand => (c + i) % 3 = 1, denies => c % 10 = i)
		FROM generate_series(1, 60) AS c, generate_series(1, 4) AS i},
	), "\n", 'a ledger to ask');

# One of corrections, denials, and a person who says both
is(psql($database, '-c', 'SET client_min_messages = warning', '-c', q{SELECT create_ledger('corrected', unknown_sources => 'add')}, '-c', 'SET search_path = corrected, public',
	'-c', q{INSERT INTO source (key, kind) VALUES ('anna', 'person')},
	'-c', q{INSERT INTO claim (statement) VALUES ('corrected'), ('denied'), ('both')},
	'-c', q{INSERT INTO attestation (id, claim, said, recorded_at, replaces) OVERRIDING SYSTEM VALUE VALUES (11, 1, 'herald<x', '2026-05-01 12:00Z', NULL),
		(12, 1, 'herald<y', '2026-05-02 12:00Z', NULL), (13, 1, 'herald<z', '2026-05-03 12:00Z', 11), (14, 1, 'post', '2026-05-04 12:00Z', NULL)},
	'-c', q{UPDATE attestation SET retracted_at = '2026-05-05 12:00Z', retraction_reason = 'misheard' WHERE id = 14},
	'-c', q{INSERT INTO attestation (claim, said) SELECT 2, ('!voice-' || i)::attribution FROM generate_series(1, 4) AS i},
	'-c', q{INSERT INTO attestation (id, claim, said) OVERRIDING SYSTEM VALUE VALUES (32, 3, 'anna'), (35, 3, '!anna')},
	), "\n", 'a ledger of corrections');

# One of two answers to a question, with a paper behind both, and what is no other answer
is(psql($database, '-c', 'SET client_min_messages = warning', '-c', q{SELECT create_ledger('answers', unknown_sources => 'add')}, '-c', 'SET search_path = answers, public',
	'-c', q{INSERT INTO claim (statement, question, answer, holds) VALUES ('Anna runs it', 'who runs it?', 'Anna', NULL), ('Bob runs it', 'Who runs it?', 'Bob', NULL),
		('it is open', 'is it open?', 'yes', '(,2020-01-01)'), ('it is not', 'is it open?', 'no', '[2020-01-01,)')},
	'-c', q{INSERT INTO attestation (claim, said) VALUES (1, 'herald<*'), (1, 'nurse'), (2, 'herald<*'), (2, 'guard'), (2, 'cook'), (3, 'cook'), (4, 'cook')},
	# what is carried by several, by one, by nobody who is rated, and by too many; and three answers, of which two are one
	'-c', q{INSERT INTO claim (statement, question, answer) VALUES ('several carry it', NULL, NULL), ('one carries it', NULL, NULL), ('many carry it', NULL, NULL),
		('Cleo paid', 'Who paid?', 'Cleo'), ('CLEO paid', 'Who paid?', 'CLEO'), ('Dan paid', 'Who paid?', 'Dan'), ('Eve paid', 'Who paid?', 'Eve')},
	'-c', q{INSERT INTO attestation (claim, said) SELECT 5, s::attribution FROM unnest('{times:0.8<anna:0.9,post:0.7<anna,kim@rfa:0.5,lee@rfa:0.5,blog,ed:0.3,mo:0.2,!town:0.9}'::text[]) AS s},
	'-c', q{INSERT INTO attestation (claim, said) VALUES (6, 'wire:0.7')},
	'-c', q{INSERT INTO attestation (claim, said) SELECT 7, ('voice-' || i || ':0.6')::attribution FROM generate_series(1, 51) AS i},
	'-c', q{INSERT INTO attestation (claim, said) VALUES (8, 'o1:0.9'), (9, 'o2'), (10, 'o3:0.7'), (10, '!o4'), (11, 'o5:0.02')},
	), "\n", 'a ledger of answers');

# A third: 2,000 claims, and someone to protect
is(psql($database, '-c', 'SET client_min_messages = warning', '-c', q{SELECT create_ledger('large', unknown_sources => 'add')},
	'-c', 'SET search_path = large, public',
	'-c', q{INSERT INTO claim (statement) SELECT 'claim number ' || i FROM generate_series(1, 2000) AS i},
	'-c', q{INSERT INTO attestation (claim, said) SELECT c, ('voice-' || c * i % 97 || '<origin-' || c * i % 31)::attribution
		FROM generate_series(1, 2000) AS c, generate_series(1, 4) AS i},
	), "\n", '2,000 claims');
my $jane = psql($database, '-c', q{SELECT large.add_confidential_source(identity => 'Jane Roe')}) =~ s/\s//gr;
is(psql($database, '-c', 'SET client_min_messages = warning', '-c', 'SET search_path = large, public',
	'-c', qq{INSERT INTO attestation (claim, said, quote, recorded_at, accepted_at) VALUES (7, '$jane', 'what Jane said', '2020-02-03 04:05Z', '2020-02-03 04:05Z')},
	'-c', q{INSERT INTO source (key) VALUES ('zeitung')},
	'-c', qq{INSERT INTO document (id, publisher, headline, url, republishes) VALUES (901, '$jane', 'Jane writes', 'https://jane.example/', NULL),
		(902, 'zeitung', 'Jane writes, says the Zeitung', 'https://zeitung.example/jane', 901),
		(903, 'zeitung', 'Jane writes, again', 'https://zeitung.example/jane/2', 902)},
	'-c', q{INSERT INTO attestation (claim, said, quote, document, recorded_at, accepted_at)
		SELECT d - 890, 'zeitung', 'Jane wrote this', d, '2020-02-03 04:05Z', '2020-02-03 04:05Z' FROM unnest('{901,902,903}'::int[]) AS d},
	'-c', qq{INSERT INTO source_alias (alias, source) VALUES ('Jane of old', '$jane'), ('our Jane', '$jane')},
	'-c', qq{UPDATE source SET affiliations = '{Jane of old}' WHERE key = 'voice-4'},
	'-c', qq{INSERT INTO attestation (claim, said) VALUES (9, '"Jane of old"<("our Jane",voice-3)'), (9, 'voice-5@"our Jane"<"Jane of old"'), (10, '"Jane of old"'), (10, '$jane')},
	'-c', qq{SELECT status FROM attest(8, '$jane<*', quote => 'and again')}), "corroborated\n", 'someone confidential speaks, and writes');

my ($story, $page) = board('story', "evidence_board('newsroom')");
unlike($page, qr{\b(?:src|href)="https?:}, 'the page refers to nothing outside');
like($page, qr{default-src 'none'}, 'its policy forbids the network');
$browser = Browser->new(width => 1200, height => 1000);

# ---- The story

open_page($story);
is(js('return document.title'), 'The evidence board of newsroom', 'the story opens');
is_deeply(js($rows), [1 .. 13], 'all claims');
my $glance = q{return Object.fromEntries([...document.querySelectorAll('.glance button')].map(button => [button.dataset.of, Number(button.querySelector('.count').textContent)]))};
is_deeply(js($glance), {cleared => 0, correct => 4, lost => 4, disputed => 1, uncorroborated => 10, unsupported => 3}, 'how it stands, at a glance');
is_deeply([map { 0 + $_ } split /\|/, psql($database, '-c', q{SELECT (SELECT count(*) FROM newsroom.claim WHERE cleared), (SELECT count(DISTINCT claim) FROM newsroom.to_correct),
	(SELECT count(*) FROM newsroom.claim WHERE disputed), (SELECT count(*) FROM newsroom.claim WHERE status = 'unsupported')})], [0, 4, 1, 3], 'which is what the ledger says');
has_contrast('the list');
fits_phone('the list');
$browser->click('[data-of=lost]');
is_deeply(js($rows), [1 .. 4], 'a number shows its claims');
becomes('return document.activeElement.dataset.of', 'lost', 'and stays in focus');
$browser->click('[data-of=lost]');
is_deeply(js($rows), [1 .. 13], 'and all of them again');
is_quiet('the list');

js(q{document.querySelector('#column-corroboration button').click()});
is(js(q{return document.querySelector('#column-corroboration').getAttribute('aria-sort')}), 'descending', 'sorted by number of sources');
my $counts = js(q{return [...document.querySelectorAll('#rows tr')].map(row => Number(row.cells[3].textContent))});
is_deeply($counts, [sort { $b <=> $a } @$counts], 'most first');
js(q{document.querySelector('#column-corroboration button').click()});
is_deeply(js(q{return [...document.querySelectorAll('#rows tr')].map(row => Number(row.cells[3].textContent))}), [reverse @$counts], 'fewest first');

js(q{const box = document.getElementById('words'); box.value = 'smuggling ore'; box.dispatchEvent(new Event('input'))});
is_deeply(js($rows), [4], 'found by words');
js(q{const box = document.getElementById('words'); box.value = ''; box.dispatchEvent(new Event('input'))});
js(q{const choice = document.getElementById('only'); choice.value = 'disputed'; choice.dispatchEvent(new Event('change'))});
is_deeply(js($rows), [1], 'filtered: disputed');
js(q{const choice = document.getElementById('only'); choice.value = ''; choice.dispatchEvent(new Event('change'))});

js(q{document.querySelector('#column-id button').click()});
press('j');
press('j');
becomes('return document.activeElement.getAttribute("href")', '#claim/2', 'j walks down the list');
press('k');
press("\x{E007}");
becomes('return location.hash', '#claim/1', 'Enter opens');
becomes('return document.activeElement.nodeName', 'H2', 'with the title in focus');
like(js($shows), qr/A trade representative.*disputed.*HISTORY OF THE FLAG.*flag raised.*flag withdrawn/si, 'a claim, and the history of its flag');
is(js(q{return document.querySelectorAll('figure svg').length}), 1, 'its drawing');
cmp_ok(js(q{return document.querySelector('figure svg').getBoundingClientRect().height}), '>', 20, 'which takes room');
press("\x{E00C}");
becomes('return location.hash', '#claims', 'Escape goes back');
becomes('return document.activeElement.getAttribute("href")', '#claim/1', 'to where the list was left');
press('j');
becomes('return document.activeElement.getAttribute("href")', '#claim/2', 'and on from there');
press('/');
becomes('return document.activeElement.id', 'words', 'the slash goes to the search');

# By Tab alone: through the pages, the numbers, the filters and the heads of columns to the first claim
open_page($story);
my (@stops, %stopped);
for (1 .. 60)
{
	press("\x{E004}");
	my $stop = js(q{const e = document.activeElement; return e.id || e.dataset.of || e.getAttribute('href') || e.closest('[id]').id});
	push @stops, $stop unless $stopped{$stop}++;
	last if $stop eq '#claim/1';
}
is_deeply(\@stops, [qw(to-claims to-sources cleared correct lost disputed uncorroborated unsupported words status only column-id column-statement column-status
	column-corroboration column-firsthand column-cleared), '#claim/1'], 'Tab leads through all of it');
like(js(q{const s = getComputedStyle(document.activeElement); return s.outlineStyle + s.outlineWidth}), qr/solid3px/, 'and it is seen where one is');
press("\x{E007}");
becomes('return document.activeElement.nodeName', 'H2', 'Enter opens, and reading begins at the title');
ok(scalar(grep { $_->{role} eq 'graphics-symbol' && $_->{name} =~ /^pyongyang, denies it/ } $browser->told), 'who cannot see the drawing is told what it says');
has_contrast('a claim');
is_deeply([Contrast::too_low(Contrast::drawing($browser))], [], 'contrasts in its drawing');
fits_phone('a claim');
$browser->width(360, 740);
becomes($scrolled, '', 'on a phone nothing is scrolled sideways');
is(js(q{return document.querySelector('figure svg').checkVisibility()}), 0, 'instead of the drawing');
like(js(q{return document.querySelector('figure').innerText}), qr/SAY SO\s+dalian-2\s+on the word of\s+dandong-1\s+discredited.*DENY IT\s+pyongyang\s+origin presumed/s, 'there is a list that says the same');
$browser->click('figure .turn');
cmp_ok(js(q{const svg = document.querySelector('figure svg'); return svg.getBoundingClientRect().width / svg.getAttribute('width')}), '>=', 0.79,
	'and the drawing, where it is asked for, which is scrolled rather than unreadable');
$browser->width(1200);

# Nothing moves by itself
$browser->media('prefers-reduced-motion' => 'reduce');
is(js(q{return [...document.querySelectorAll('*')].filter(e => { const s = getComputedStyle(e);
	return s.animationName !== 'none' || parseFloat(s.transitionDuration) > 0 || s.scrollBehavior === 'smooth' }).length}), 0, 'nothing moves');
$browser->media;

# On paper
$browser->media(medium => 'print', 'prefers-color-scheme' => 'dark');
is(js(q{return [...document.querySelectorAll('nav, .back, .tools, footer .screen')].filter(e => e.checkVisibility()).length}), 0, 'on paper there are no buttons');
is(js(q{return getComputedStyle(document.body).backgroundColor}), 'rgb(255, 255, 255)', 'and the paper is white');
is(js(q{return getComputedStyle(document.querySelector('figure')).backgroundColor + getComputedStyle(document.querySelector('figure .bg')).fill}),
	'rgb(255, 255, 255)rgb(255, 255, 255)', 'the drawing, too, where the screen is dark');
is_deeply([Contrast::too_low([@{Contrast::page($browser)}, @{Contrast::drawing($browser)}])], [], 'contrasts');
is(js(q{return [...document.querySelectorAll('main *')].filter(e => !e.closest('svg') && getComputedStyle(e).color === 'rgb(255, 255, 255)').length}), 0,
	'no text that is lost where grounds are not printed');
cmp_ok(js(q{const svg = document.querySelector('figure svg'); return svg.getBoundingClientRect().right}), '<=', 1200, 'and the drawing whole');
$browser->media;
like($browser->devtools('Page.printToPDF', {})->{data}, qr/^JVBERi/, 'which is printed');

open_page("$story#sources");
has_contrast('sources');
fits_phone('sources');
open_page("$story#source/dalian-2");
has_contrast('a source');
fits_phone('a source');
like(js($shows), qr/dalian-2.*What if it were discredited\?.*uncorroborated.*→.*unsupported/si, 'a source, and what if');
is_quiet('claims and sources');

# ---- What if a source were discredited? The page says what the ledger would

my ($asked, undef) = board('asked', q{evidence_board('asked')});
open_page($asked);
my $expected = decode_json(encode('UTF-8', psql($database, '-c', <<'SQL')));
CREATE TEMP TABLE found (key text, claim bigint, before text, after text, was boolean, is_now boolean);
DO $$
DECLARE
	s text;
BEGIN
	FOR s IN SELECT key FROM asked.source LOOP
		BEGIN
			CREATE TEMP TABLE before AS SELECT id, status, corroborated_at IS NOT NULL AS flagged FROM asked.claim;
			UPDATE asked.source SET reliability = 0 WHERE key = s;
			CREATE TEMP TABLE after AS SELECT b.id, b.status AS before, c.status AS after, b.flagged, c.corroborated_at IS NOT NULL AS now FROM before AS b JOIN asked.claim AS c USING (id);
			RAISE EXCEPTION USING ERRCODE = 'ZZ000', MESSAGE = (SELECT coalesce(jsonb_agg(jsonb_build_object('claim', id, 'from', before, 'to', after, 'falls', flagged AND NOT now) ORDER BY id), '[]')
				FROM after WHERE before <> after OR flagged AND NOT now);
		EXCEPTION WHEN SQLSTATE 'ZZ000' THEN
			INSERT INTO found (key, before) VALUES (s, SQLERRM);
		END;
	END LOOP;
END
$$;
SELECT jsonb_object_agg(key, before::jsonb) FROM found;
SQL
my $told = js(q{return Object.fromEntries(board.sources.map(source => [source.key, source.without]))});
is(scalar keys %$expected, 12, 'each source was discredited, and credited again');
cmp_ok(scalar(map { @$_ } values %$expected), '>', 50, 'which changed claims');
is_deeply([sort keys %$told], [sort grep { $told->{$_} } keys %$expected], 'the page tells of sources that claims rest on');
for my $key (sort keys %$expected)
{
	is_deeply(plain($told->{$key} || []), plain($expected->{$key}), "without $key");
}
is_deeply(plain(js(q{return Object.fromEntries(board.sources.map(s => [s.key, s.without.filter(w => w.falls).map(w => w.claim)]).filter(entry => entry[1].length))})),
	plain(decode_json(psql($database, '-c', q{SELECT jsonb_object_agg(source, claims) FROM asked.would_fall}))), 'what would fall is the view would_fall');

# Belief, too, is what the ledger says, and there is a column for it where there is any
my %belief = map { split /\|/ } split /\n/, psql($database, '-c', q{SELECT id, round(coalesce(confidence::float8, -1)::numeric, 3)::float8 FROM asked.claim});
is_deeply({map { $_->[0] => 0 + $_->[1] } @{js(q{return [...document.querySelectorAll('#rows tr')].map(r => [r.cells[0].textContent, r.cells[5].textContent === '–' ? -1 : r.cells[5].textContent])})}},
	{map { $_ => 0 + $belief{$_} } keys %belief}, 'belief');
is_quiet('what if');

# ---- Other answers

my ($answers) = board('answers', q{evidence_board('answers')});
open_page($answers);
js(q{const choice = document.getElementById('only'); choice.value = 'contested'; choice.dispatchEvent(new Event('change'))});
is_deeply(js($rows), [1, 2, 8 .. 11], 'filtered: contested');
like(js(q{return document.querySelector('#rows tr').innerText}), qr/If one of the answers is right: Bob 89 % · Anna 11 %/, 'and the list says how probable each answer is');
open_page("$answers#claim/1");
my $told_answers = q{return [...document.querySelectorAll('.answers li')].map(e => e.innerText.replace(/\n/g, ' · '))};
is_deeply(js($told_answers), ['Bob corroborated · 89 % by 3 independent sources, not rated · rests on herald, as this claim does',
	'Anna (this claim) corroborated · 11 % by 2 independent sources, not rated'], 'the answers stand beside each other, the most probable first');
js(q{document.querySelector('.answers a').click()});
becomes('return location.hash', '#claim/2', 'and lead to their claims');
like(js($told_answers)->[0], qr/^Bob \(this claim\)/, 'where the other one is the other');
open_page("$answers#claim/3");
unlike(js($shows), qr/contradict|contested|%/, 'not what holds at another time, and no probability where there is nothing to choose from');
open_page("$answers#claim/10");
is_deeply([map { s/ (?:un)?corroborated\w*//r } @{js($told_answers)}], ['Cleo · over 99 % by the ratings of 2 independent sources', 'CLEO · over 99 % by the ratings of 2 independent sources',
	'Dan (this claim) · under 1 % by the ratings of 1 independent source · 1 denies it', 'Eve · under 1 % by the ratings of 1 independent source'], 'nothing is certain; two wordings are one answer');
is_deeply(js(q{return Object.fromEntries(board.claims.filter(claim => claim.weighed).map(claim => [claim.id, Number(claim.weighed.probability)]))}),
	{map { my ($id, $probability) = split /\|/; ($id => 0 + $probability) } split /\n/, psql($database, '-c', q{SELECT c, round(a.probability::numeric, 4)::float8
		FROM answers('answers') AS a, unnest(a.claims) AS c WHERE c NOT IN (3, 4)})}, 'which is what the ledger says, as no source has a track record');
my ($fewer) = board('fewer', q{evidence_board('answers', claims => '{1,10}')});
open_page("$fewer#claim/10");
unlike(js($shows), qr/contradict|contested|%/, 'and none of an answer that is not on the board');
is(js('return JSON.stringify(board).includes("weighed")'), 0, 'nor in its data');
has_contrast('answers');

# ---- Who carries the support

open_page("$answers#claim/5");
my $carriers = q{return [...document.querySelectorAll('main h3')].filter(e => e.textContent === 'Who carries the support').map(e => [...e.nextElementSibling.nextElementSibling.children].map(e => e.innerText))[0] || []};
my @carriers = map { [split /\|/] } split /\n/, psql($database, '-c', q{SELECT array_to_string(s.unit, ' and '), round(100 * s.share / c.support), round(s.support_without::numeric, 3)::float8
	FROM answers.claim AS c, shares(c.evidence) AS s WHERE c.id = 5 AND s.share > 0 ORDER BY s.share DESC});
is(scalar @carriers, 6, 'six carry it');
is_deeply([@{js($carriers)}[0 .. 4]], [map { my ($unit, $part, $without) = @$_; $unit . ($unit =~ / / ? ' together carry' : ' carries') . " $part %; without "
	. ($unit =~ / / ? 'them' : $unit) . ", support would be $without" } @carriers[0 .. 4]], 'the page says what shares() says, of the five who carry most');
is(js($carriers)->[5], "all others together carry $carriers[5][1] %", 'and of the others together');
like(js($shows), qr/support of 0\.\d+\. A source that nobody has rated carries none of it\. Denials are not counted here/, 'and what is left out');
is_deeply(js(q{return [...document.querySelectorAll('main li')].filter(e => /town carries|blog carries/.test(e.innerText)).length}), 0, 'who denies it, and who is not rated, carries nothing');
has_contrast('who carries it');
fits_phone('who carries it');
open_page("$answers#claim/6");
is_deeply(js($carriers), ['wire carries all of it; without wire, there would be no support'], 'one carries all');
open_page("$answers#claim/7");
like(js($shows), qr/too many sources to say how much of it each carries/, 'of too many it is not said');
open_page("$answers#claim/3");
unlike(js($shows), qr/carries/, 'nor where nobody is rated');
open_page("$answers#claim/1");
fits_phone('another answer');
is_quiet('other answers');

# ---- What was replaced or retracted, who denies it, and who says both

my ($corrected) = board('corrected', q{evidence_board('corrected')});
open_page($corrected);
is_deeply(js($glance), {cleared => 0, denied => 1, lost => 1, disputed => 1, uncorroborated => 1, unsupported => 2}, 'a denied claim, at a glance');
$browser->click('[data-of=denied]');
is_deeply(js($rows), [2], 'which is shown');
open_page("$corrected#claim/1");
like(js($shows), qr/replaced by statement 13 on 3 May 2026\b.*retracted on 5 May 2026: misheard/s, 'which statement replaced another, and when; what was retracted, and when');
is(js(q{return [...document.querySelectorAll('.gone')].map(e => e.textContent).join('; ')}),
	'herald says so, on the word of x; post says so', 'nothing else is struck out');
open_page("$corrected#claim/2");
like(js($shows), qr/denied by 4/, 'by how many a claim is denied');
has_contrast('a denied claim');
open_page("$corrected#claim/3");
like(js($shows), qr/anna has said both and counts for neither until one of 32 and 35 is replaced or retracted/, 'who says both, and what ends it');
like(js($shows), qr/statement 35\b.*statement 32\b/s, 'and which statements these are');
fits_phone('who says both');
is_quiet('corrections');

# ---- Columns of the desk's own, what has changed, and dates

is(psql($database, '-f', "$FindBin::Bin/../lib/board.sql"), '', 'a ledger with columns of its own');
my ($desk) = board('desk', q{evidence_board('desk', columns => '{desk,topics,priority}', since => '2026-06-03 06:00Z')});
open_page($desk);
is_deeply(js($rows), [1 .. 9], 'all claims');
is_deeply(js(q{return [...document.querySelectorAll('thead th')].slice(-3).map(th => th.textContent)}), [qw(desk topics priority)], 'columns are shown');
is_deeply(js(q{return [...document.querySelectorAll('#rows tr')].slice(0, 1).flatMap(tr => [...tr.cells].slice(-3).map(td => td.textContent))}), ['city', 'bridge, safety', '1'], 'with their values');
sub choose { my ($id, $text) = @_; return js(q{const choice = document.getElementById(arguments[0]); choice.value = [...choice.options].find(o => o.textContent === arguments[1]).value;
	choice.dispatchEvent(new Event('change'))}, $id, $text) }
choose('own-1', 'justice');
is_deeply(js($rows), [4, 8], 'filtered: one of several topics');
choose('own-0', 'courts');
is_deeply(js($rows), [8], 'and a desk');
choose('own-1', 'any');
choose('own-0', 'not set');
is_deeply(js($rows), [6], 'filtered: no desk');
choose('own-0', 'any');
js(q{const box = document.getElementById('words'); box.value = 'LABOUR'; box.dispatchEvent(new Event('input'))});
is_deeply(js($rows), [5], 'found by what a column says');
js(q{const box = document.getElementById('words'); box.value = ''; box.dispatchEvent(new Event('input'))});
js(q{document.querySelector('#column-own-2 button').click()});
is_deeply(js($rows), [1, 8, 2, 3, 7, 9, 4, 5, 6], 'sorted by a column of numbers, and last what has none');
js(q{document.querySelector('#column-id button').click()});
choose('group', 'topics');
is_deeply(js(q{return [...document.querySelectorAll('#rows tr')].map(tr => tr.className === 'group' ? tr.textContent : Number(tr.cells[0].textContent))}),
	['bridge 5 claims, 2 cleared', 1, 2, 3, 8, 9, 'justice 2 claims, 1 cleared', 4, 8, 'labour 1 claim, 1 cleared', 5, 'safety 2 claims, 2 cleared', 1, 7, 'not set 1 claim, 0 cleared', 6],
	'grouped: a claim stands under each of its topics');
has_contrast('groups');
fits_phone('groups');
press('j');
press('j');
becomes('return document.activeElement.getAttribute("href")', '#claim/2', 'j walks through groups');
choose('group', 'nothing');
is_deeply(js(q{return Object.fromEntries([...document.querySelectorAll('.since button')].map(button => [button.dataset.of, Number(button.querySelector('.count').textContent)]))}),
	{raised => 1, withdrawn => 2, corrected => 2, new => 1}, 'what has changed, at a glance');
like(js($shows), qr/^Since 3 June 2026, 06:00 UTC/, 'and since when');
for (['raised', 5], ['withdrawn', 3, 8], ['corrected', 3, 8], ['new', 9])
{
	my ($mark, @marked) = @$_;
	$browser->click("[data-of=$mark]");
	is_deeply(js($rows), \@marked, "changed: $mark");
	$browser->click("[data-of=$mark]");
}
like(js(q{return document.querySelectorAll('#rows tr')[2].innerText}), qr/corrected.*flag down/s, 'and marked on the claim');
for my $width (360, 390, 600, 768, 1024, 1200, 1440, 1920)
{
	$browser->width($width, 900);
	is(js('return document.documentElement.scrollWidth') . js($scrolled), $width, "the list at $width: nothing is scrolled sideways");
	ok(js(q{return document.querySelector('table').getBoundingClientRect().right <= document.querySelector('nav').getBoundingClientRect().right + 1}), 'and it is as wide as the page');
}
$browser->width(1200);
is_quiet('columns, and what has changed');

open_page("$desk#claim/1");
like(js($shows), qr/said 18 March 2026\n/, 'a statement has the day on which it was said');
like(js($shows), qr/said 23 May 2026, 14:05 UTC/, 'and the time, where it is known');
like(js($shows), qr/in Bridge closed after inspection, published 20 May 2026, 06:30 UTC\nwritten down 21 May 2026, 09:00 UTC/, 'or when it was published; when it was written down comes last');
like(js($shows), qr/published September 2011\n/, 'as it was written');
like(js($shows), qr/desk\s+city\s+topics\s+bridge, safety\s+priority\s+1/, 'its page has the columns, too');
open_page("$desk#claim/3");
is_deeply(js(q{return [...document.querySelectorAll('.asked dt, .asked dd')].map(e => e.textContent)}),
	['Question', 'Who ordered the closure?', 'Answer', 'Bob Maier', 'Holds', '1 June 2019 to 30 June 2020'], 'question and answer are set apart');
is_deeply([map { js('return period(arguments[0])', $_) } '(,2020-01-01)', '[2020-01-01,)', '[2020-01-01,2020-01-02)', '(,)'],
	['until 31 December 2019', 'from 1 January 2020', '1 January 2020', '(,)'], 'days');
open_page("$desk#claim/4");
is(js(q{return [...document.querySelectorAll('.why bdi')].map(e => e.textContent).join()}) =~ tr/\x{600}-\x{6FF}//, 24, 'a name from right to left turns nothing around it');

# Drawings use the room that there is; a list stands in for them where that is too little
for my $claim (1, 4, 5, 6, 7)
{
	for my $width (360, 390, 768, 1024, 1300, 1440, 1920)
	{
		$browser->width($width, 900);
		open_page('about:blank');
		open_page("$desk#claim/$claim");
		is(js('return document.documentElement.scrollWidth') . js($scrolled), $width, "claim $claim at $width: nothing is scrolled sideways");
		my ($drawn, $listed) = @{js(q{return [...document.querySelectorAll('figure > svg, figure > .outline')].map(e => e.checkVisibility() ? 1 : 0)})};
		is($drawn + $listed, 1, 'there is the drawing, or a list');
		ok(!$drawn || js(q{const svg = document.querySelector('figure svg'); return svg.getBoundingClientRect().width / svg.getAttribute('width') >= 0.79}), 'that can be read');
		ok($drawn || js(q{return document.querySelector('figure svg').getAttribute('width') * 0.8 > innerWidth - 2 * document.querySelector('figure').getBoundingClientRect().left}),
			'a list only where there is no room');
	}
}
$browser->width(390, 900);
open_page("$desk#claim/4");
like(js(q{return document.querySelector('.outline').innerText}), qr/on the word of\s+wire\s.*on the word of\s+a neighbour, who does not want to be named.*on the word of\s+her brother-in-law, the driver of the second lorry\s+origin presumed/s, 'a list has names in full, each below who cites it');
has_contrast('a list in place of a drawing');
$browser->width(1200);
js('fit()');
is(js(q{return document.querySelector('figure > svg').checkVisibility()}), 1, 'which is there where the window is made wide');

# Sources are searched and sorted
open_page("$desk#sources");
my $keys = q{return [...document.querySelectorAll('#rows tr')].map(row => row.cells[0].querySelector('a').textContent)};
becomes(q{return document.querySelectorAll('#rows tr').length}, 64, 'all sources');
is_deeply(js(q{return [...document.querySelectorAll('#rows tr')].map(row => Number(row.cells[5].textContent)).every((n, i, all) => i === 0 || all[i - 1] >= n)}), 1, 'first those without whom flags fall');
js(q{const box = document.getElementById('words'); box.value = 'morning'; box.dispatchEvent(new Event('input'))});
is_deeply(js($keys), ['herald'], 'found by name');
js(q{const box = document.getElementById('words'); box.value = ''; box.dispatchEvent(new Event('input'))});
js(q{document.querySelector('#column-sole button').click()});
is_deeply(js(q{return [...document.querySelectorAll('#rows tr')].filter(row => row.cells[4].textContent !== '0').map(row => row.cells[0].querySelector('a').textContent + ' ' + row.cells[4].textContent).sort()}),
	['clerk 1', 'night-guard 1'], 'sole sources, and of how many claims');
is_deeply([sort map { s/\|/ /r } split /\n/, psql($database, '-c', q{SELECT s, count(*) FROM desk.claim, unnest(sources(evidence)) AS s
	WHERE status <> 'unsupported' AND status(discredit(evidence, s)) = 'unsupported' GROUP BY s})], ['clerk 1', 'night-guard 1'], 'which is what the ledger says');
js(q{document.querySelector('#column-key button').click()});
is(js($keys)->[0], 'a neighbour, who does not want to be named', 'sorted by name');
js(q{document.querySelector('#column-reliability button').click()});
is(js($keys)->[0], 'inspection report 2019/44', 'sorted by reliability');
fits_phone('sources');
open_page("$desk#source/herald");
like(js($shows), qr/2 flags would fall\s+The bridge was not inspected[^\n]*\s+published.*Anna Huber ordered.*Other claims that mention it\s+Bob Maier/si, 'what would fall first: what was published');
fits_phone('what would fall');
is_quiet('dates, drawings and sources');

# Columns whose names and values are code
is(psql($database, '-c', q{ALTER TABLE hostile.claim ADD "</script><script>document.title='code'</script>" text, ADD "<b>it's</b> ""100%""" text[], ADD __proto__ text},
	map { my $quoted = Hostile::literal($_); ('-c', qq{UPDATE hostile.claim SET "</script><script>document.title='code'</script>" = $quoted, "<b>it's</b> ""100%""" = ARRAY[$quoted, repeat('x', 10000)], __proto__ = 'constructor' WHERE statement = $quoted}) } @code), '', 'columns full of code');
my ($own) = board('own', q{evidence_board('hostile', columns => ARRAY['</script><script>document.title=''code''</script>', '<b>it''s</b> "100%"', '__proto__'], since => '2020-01-01Z')});
open_page($own);
is(js('return document.title'), 'The evidence board of hostile', 'columns that are code are text');
is(js('return document.querySelectorAll("main b, main script, main img, main i, main [onload], main [onerror]").length'), 0, 'no element came of them');
choose('group', '<b>it\'s</b> "100%"');
becomes(q{return document.querySelectorAll('#rows tr.group').length}, @code + 1, 'nor of groups');
is(js(q{return [...document.querySelectorAll('#rows tr')].filter(row => row.innerText.length > 1000).length}), 0, 'long values are cut in lists');
fits_phone('columns that are code');
open_page("$own#claim/1");
is(js(q{return [...document.querySelectorAll('dd')].filter(e => e.textContent.length > 10000).length}), 1, 'and whole on the page of a claim');
fits_phone('a claim with such columns');
is_quiet('columns that are code');

# A ledger in which there is nothing
is(psql($database, '-c', q{SELECT create_ledger('nothing')}), "\n", 'an empty ledger');
my ($nothing) = board('nothing', q{evidence_board('nothing', since => '2020-01-01Z')});
open_page($nothing);
like(js($shows), qr/Nothing has changed.*0 claims/s, 'an empty board');
open_page("$nothing#sources");
like(js($shows), qr/0 sources/, 'and no sources');
open_page("$nothing#source/%E0%A4%A");
like(js($shows), qr/0 sources/, 'nor one that there is not');
is_quiet('an empty board');

# ---- Names that are code

my ($hostile) = board('hostile', q{evidence_board('hostile', '<i>title</i>')});
open_page($hostile);
is(js('return document.title'), '<i>title</i>', 'a title that is code is text');
is(js('return document.querySelectorAll("main b, main script, main img, h1 i").length'), 0, 'no element came of names');
for my $i (1 .. @code)
{
	open_page("$hostile#claim/$i");
	fits_phone("claim $i");
	is(js(q{return document.querySelector('h2').textContent}), $code[$i - 1], "claim $i");
	is(js(q{return document.querySelector('blockquote').textContent}), $code[$i - 1], "quote $i");
	is(js(q{return document.querySelectorAll('main b, main script, main img, main [onload], main [onerror], main a[href^="javascript:"]').length}), 0, "nothing came alive in $i");
	ok(js(q{return document.querySelector('figure svg') !== null && document.querySelector('figure svg').textContent.includes(arguments[0].slice(0, 5))}, $code[$i - 1]),
		"drawing $i has it as text");
}
is_quiet('hostile names');

# ---- Many claims, and what is confidential

my $start = time;
(my $large, $page) = board('large', q{evidence_board('large')});
note(sprintf('2,000 claims: %.1f s, %.1f MB', time - $start, length($page) / 1e6));
unlike($page, qr/Jane/, 'who a confidential source is, and what it said, is not in it');
unlike($page, qr/2020-02-03/, 'nor when');
like($page, qr/$jane/, 'its key is');
like($page, qr/"said":"$jane\\u003c\($jane,voice-3\)"/, 'also where it was written otherwise');
like($page, qr/"said":"voice-5\@$jane\\u003c$jane"/, 'on whose word and whose voice others speak');
open_page($large);
my $opened = js(q{const timing = performance.getEntriesByType('navigation')[0]; return timing.domContentLoadedEventEnd});
becomes(q{return document.querySelectorAll('#rows tr').length}, 2000, '2,000 claims open');
my $filtered = js(q{const start = performance.now(); const box = document.getElementById('words'); box.value = 'voice-3 number 1'; box.dispatchEvent(new Event('input'));
	document.body.offsetHeight; return performance.now() - start});
note(sprintf('2,000 claims open in %.0f ms, are filtered in %.0f ms', $opened, $filtered));
cmp_ok(js(q{return parseInt(document.getElementById('found').textContent)}), '<', 2000, 'and are filtered');
cmp_ok($opened, '<', 20_000, 'opening takes a moment');
cmp_ok($filtered, '<', 5_000, 'and filtering a shorter one');
my $sorted = js(q{const start = performance.now(); document.querySelector('[data-of=uncorroborated], [data-of=corroborated]').click(); document.querySelector('#column-statement button').click();
	document.body.offsetHeight; return performance.now() - start});
cmp_ok($sorted, '<', 10_000, sprintf('so does sorting: %.0f ms', $sorted));
open_page("$large#claim/7");
like(js($shows), qr/date withheld/, 'its date is withheld');
is(js(q{return [...document.querySelectorAll('a')].filter(a => a.href.includes(arguments[0])).length}, $jane), 0, 'it has no page');
open_page("$large#source/voice-3");
like(js($shows), qr/What if it were discredited/i, 'others have');
cmp_ok(js(q{return board.sources.find(source => source.key === 'voice-3').claims.length}), '>', 60, 'which many claims mention');
my $items = q{return document.querySelectorAll('ul.plain li').length};
my $few = js($items);
$browser->click('button.rest');
cmp_ok(js($items), '>', $few, 'all of which are shown when asked for');
like(js('return document.activeElement.getAttribute("href")'), qr/^#claim/, 'with the first of the others in focus');
is_quiet('2,000 claims');
(undef, $page) = board('full', q{evidence_board('large', with_confidential => true)});
like($page, qr/what Jane said/, 'all of it where that is asked for');
unlike($page, qr/Jane Roe/, 'but never who it is');

done_testing();
