#!/usr/bin/perl
#
# Drawings in a real browser, with the fonts that are there: names in many scripts lie in their boxes, texts do not
# overlap, arrows run under no box that they do not belong to, colours are told apart in light and dark, and who cannot
# see is told who says so and on whose word. The server is the one that PGHOST and so on lead to.
#
# Debian has no package of Mermaid: where the environment's MERMAID is the path of a mermaid.min.js, its own reader is
# asked about our flowcharts. Without it test/t/drawing.t checks them line by line.

use strict;
use warnings;
use utf8;

use Cwd qw(abs_path);
use File::Basename qw(dirname);
use File::Temp qw(tempdir);
use FindBin;
use Test::More;

use lib "$FindBin::Bin/../lib";
use Browser;
use Contrast;
use Files qw(write_file);
use Hostile;

binmode(Test::More->builder->$_, ':encoding(UTF-8)') for qw(output failure_output todo_output);
my $why = Browser->missing;
plan(skip_all => $why) if $why;

my $root = abs_path(dirname(__FILE__) . '/../..');
my $directory = tempdir(CLEANUP => 1);
chmod(0755, $directory);
my $database = "corroborate_look_$$";
$ENV{PGCLIENTENCODING} = 'UTF8';
system('createdb', '-T', 'template0', '-E', 'UTF8', $database) == 0 or BAIL_OUT('no database');
END { local $?; system('dropdb', '--if-exists', $database) if $database }

# What each of these queries prints, which must be one value
sub draw
{
	my (@queries) = @_;
	my $script = write_file("$directory/draw.sql", join('', "BEGIN;\n\\i :root/test/pgtap/include/specimens.sql\nSELECT setseed(0.23) \\g /dev/null\n",
		map { "SELECT $_ || E'\\n=====';\n" } @queries));
	open(my $out, '-|:encoding(UTF-8)', qw(psql -X -q -A -t -v ON_ERROR_STOP=1 -v), "root=$root", '-d', $database, '-f', $script) or die "psql: $!";
	my @drawn = split(/\n=====\n/, do { local $/; <$out> });
	close($out) or BAIL_OUT('nothing is drawn');
	return @drawn;
}

system(qw(psql -X -q -d), $database, '-c', 'CREATE EXTENSION corroborate') == 0
  or BAIL_OUT('no extension');

my $browser = Browser->new(width => 1200, height => 900);

# Shows drawings in a page, one below the other
sub show
{
	my (@drawings) = @_;
	my $page = write_file("$directory/page.html", "<!DOCTYPE html><meta charset=\"utf-8\"><body>\n" . join("\n", @drawings));
	$browser->open("file://$page");
	return;
}

# Complaints about what is shown: [drawing, what] ...
my $look = <<'END';
const wrong = [];
const slack = 1, above = 4; // a font that is used for one sign of a line makes all of it as high as that font's highest
const box = element => {
	const b = element.getBBox(), whole = { left: b.x, top: b.y, right: b.x + b.width, bottom: b.y + b.height };
	if (element.tagName !== 'text') return whole;
	// how high a line is asks the fonts that are there, not the letters: no more than the size of the letters counts
	const y = element.y.baseVal[0].value, size = parseFloat(getComputedStyle(element).fontSize);
	return { ...whole, top: Math.max(whole.top, y - size), bottom: Math.min(whole.bottom, y + size * 0.3) };
};
const inside = (p, q) => p.left >= q.left - slack && p.right <= q.right + slack && p.top >= q.top - above && p.bottom <= q.bottom + slack;
const meet = (p, q) => p.left < q.right - slack && q.left < p.right - slack && p.top < q.bottom - slack && q.top < p.bottom - slack;
document.querySelectorAll('svg').forEach((svg, drawing) => {
	const say = (what, element) => wrong.push(`${drawing}: ${what}: ${element.textContent || element.getAttribute('d')}`);
	const canvas = { left: 0, top: 0, right: svg.viewBox.baseVal.width, bottom: svg.viewBox.baseVal.height };
	const texts = [...svg.querySelectorAll('text')].map(element => ({ element, box: box(element) }));
	for (const text of texts) {
		const rect = text.element.parentNode.querySelector(':scope > rect');
		if (rect && text.element.parentNode.getAttribute('role') && !inside(text.box, box(rect))) say('leaves its box', text.element);
		if (!inside(text.box, canvas)) say('leaves the canvas', text.element);
	}
	// from left to right; letters may reach up or down into the next line's room, but not into its middle
	texts.sort((a, b) => a.box.left - b.box.left);
	texts.forEach((a, i) => {
		for (let j = i + 1; j < texts.length && texts[j].box.left < a.box.right; j++) {
			const [p, q] = [a, texts[j]].map(t => ({ ...t.box, top: t.box.top + 3, bottom: t.box.bottom - 3 }));
			if (meet(p, q)) say('meets ' + texts[j].element.textContent, a.element);
		}
	});
	const rects = [...svg.querySelectorAll('g[role] > rect')].map(box);
	for (const path of svg.querySelectorAll(':scope > path')) {
		if (!inside(box(path), canvas)) say('an arrow leaves the canvas', path);
		if (path.classList.contains('h')) continue;
		const length = path.getTotalLength();
		const [start, end] = [path.getPointAtLength(0), path.getPointAtLength(length)];
		const holds = (r, p) => p.x >= r.left - 3 && p.x <= r.right + 3 && p.y >= r.top - 3 && p.y <= r.bottom + 3;
		const others = rects.filter(r => !holds(r, start) && !holds(r, end));
		for (let at = 0; at < length; at += 12) {
			const p = path.getPointAtLength(at);
			const hit = others.find(r => p.x > r.left + 1 && p.x < r.right - 1 && p.y > r.top + 1 && p.y < r.bottom - 1);
			if (hit) { say(`an arrow runs under a box at ${p.x},${p.y}`, path); break; }
		}
	}
});
return wrong;
END

sub looks_well
{
	my ($what) = @_;
	my @wrong = @{ $browser->js($look) };
	is_deeply([ @wrong[ 0 .. ($#wrong > 5 ? 5 : $#wrong) ] ], [], $what);
	return;
}

# ---- Random values, of which many have affiliations, ratings and both sides

my @random = draw("(SELECT string_agg(to_svg(e, 'No. ' || id), E'\\n=====\\n' ORDER BY id) FROM random_specimens(500, 12, 12))",
	map { "to_svg((SELECT '{' || string_agg(format('s%s<(s%s,s%s)', i, i * 7 % $_, i * 5 % $_ + $_), ',') || '}' FROM generate_series(1, $_) AS i)::evidence)" } 1, 20, 40, 60, 200);
is(scalar @random, 505, '500 random values, and some large ones');
cmp_ok(scalar(grep { /role="graphics-object / } @random), '>', 50, 'of which some have enclosures');
cmp_ok(scalar(grep { />rated / } @random), '>', 50, 'and some ratings');
show(@random);
looks_well('texts lie in their boxes and overlap nowhere, and no arrow runs under a box');

# ---- Names in many scripts

my %names = (
	Latin => [ 'Ærøskøbing Dagblad', 'Nguyễn Phú Trọng', 'WASHINGTON MINISTRY', 'Łódź Žižek' ],
	Greek => [ 'Ελένη Παπαδοπούλου', 'ΥΠΟΥΡΓΕΙΟ ΕΞΩΤΕΡΙΚΩΝ' ],
	Cyrillic => [ 'Министерство обороны', 'ЩЖЮ Шмыжщук', 'Українська правда' ],
	Armenian => ['Հայաստանի աղբյուր'],
	Georgian => ['საქართველოს წყარო'],
	Hebrew => [ 'שגרירות ישראל במוסקבה', 'שָׁלוֹם עֲלֵיכֶם' ],
	Arabic => [ 'وزارة الدفاع الوطني', 'مُحَمَّد', 'وزارتِ دفاع پاکستان', 'سسسس صصص ششش', 'ب ب ب ب ب' ],
	Devanagari => [ 'नई दिल्ली संवाददाता', 'राष्ट्रीय क्षेत्रीय', 'क' ],
	Thai => [ 'สำนักข่าวกรุงเทพ', 'ที่ปรึกษาผู้ใหญ่' ],
	Chinese => [ '新华社北京电', '丹东市的一位消息人士' ],
	Japanese => ['きょうどうつうしん'],
	Korean => [ '단둥의 소식통', '조선중앙통신사' ],
	Emoji => [ '📰🗞🧨', "👩\x{200D}👩\x{200D}👧\x{200D}👦", '🇰🇷🇺🇦', '👩🏽 a' ],
	Marks => [ "e\x{301}a\x{308}o\x{302}\x{323}", "Z\x{351}\x{36b}\x{343}a\x{348}\x{34c}lgo" ],
	Signs => [ 'WWWWmmmm@@@@%%%%', '———…“”‘’', 'ＡＢＣ', "\x{FDFA}", '★☎→⇒∑' ],
	Mixed => [ 'وزارة 123 abc', 'abc שלום 456', "a\x{202E}b" ],
);

# By chance, of the same letters; and one of 255 bytes, which is cut
srand(20260101);
sub make_name
{
	my ($letters, $length) = @_;
	my @letters = split(//, $letters);
	my $name = '';
	for (1 .. $length)
	{
		my $more = $name . $letters[ rand(@letters) ];
		my $bytes = $more;
		utf8::encode($bytes);
		last if length($bytes) > 240;
		$name = $more;
	}
	return $name =~ s/^\pM+//r;
}

sub evidence
{
	my (@names) = @_;
	my $n = 0;
	return '(' . join(' || ', map { sprintf('said_by(%s, 0.75, affiliations => ARRAY[%s])::evidence', Hostile::literal($_ . ($n++ ? " $n" : '')), Hostile::literal("$_ house")) } @names) . ')';
}

my (@drawings, @scripts);
foreach my $script (sort keys %names)
{
	my @all = @{ $names{$script} };
	push(@all, map { make_name(join('', @all), $_) } 3, 8, 16, 250);
	push(@scripts, $script);
	push(@drawings, sprintf('to_svg(%s, %s)', evidence(@all), Hostile::literal("$script: $all[0] $all[-1]")));
}
show(draw(@drawings));
is($browser->js('return document.querySelectorAll("svg").length'), scalar @scripts, "@scripts");
looks_well('names in many scripts lie in their boxes');

# A text that is told its length is stretched or pressed; not so much that a reader stumbles
my $stretched = $browser->js(<<'END');
return [...document.querySelectorAll('text[textLength]')].map(text => {
	const told = text.textLength.baseVal.value;
	text.removeAttribute('textLength');
	return [text.textContent, told / text.getComputedTextLength()];
});
END
my %told = map { $_->[0] => $_->[1] } @$stretched;
SKIP:
{
	my @fonts = qx(fc-list : family);
	foreach my $font ([ Devanagari => qr/Devanagari/ ], [ Thai => qr/Loma|Thai/ ], [ Emoji => qr/Emoji/ ])
	{
		my ($script, $family) = @$font;
		skip("there is no font for $script here: tools/setup --tests installs one", 1) unless grep { $_ =~ $family } @fonts;
		my @far = grep { exists $told{$_} && ($told{$_} < 0.75 || $told{$_} > 1.34) } @{ $names{$script} };
		is_deeply([ map { "$_: $told{$_}" } @far ], [], "$script is hardly stretched");
	}
}

# ---- Colours

my ($one) = draw(q{to_svg('{rfa:0.8<(dalian-2<*, ?), mirror<rfa, kim@rfa-seoul, dead:0<kcna, nobody<?, other<*, !pyongyang, !mfa@state<*}', 'It is so')});
show($one);
foreach my $scheme (qw(light dark))
{
	$browser->media('prefers-color-scheme' => $scheme);
	my $seen = Contrast::drawing($browser);
	cmp_ok(scalar @$seen, '>', 40, "$scheme: colours are found");
	is_deeply([ Contrast::too_low($seen) ], [], "$scheme: texts have a contrast of 4.5:1, lines of 3:1");
}
$browser->media;

# ---- Who cannot see

my @told = $browser->told;
my %named = map { $_->{name} => $_->{role} } @told;
my ($document) = grep { $_->{role} eq 'graphics-document' } @told;
is($document && $document->{name}, 'It is so', 'the drawing is a document with a title');
like($document && $document->{description}, qr/independent sources/, 'and is described');
foreach my $said (
	'rfa, says so, on the word of dalian-2: rated 0.8 · from someone unknown',
	'dalian-2: first-hand',
	'mirror, says so, on the word of rfa',
	'pyongyang, denies it: presumed origin · rests on this',
	'dead, says so, on the word of kcna: discredited')
{
	my ($found) = grep { index($_, $said) == 0 } keys %named;
	is($found && $named{$found}, 'graphics-symbol', "one is told: $said");
}
is($named{'rfa-seoul: counts as one'}, 'graphics-object', 'and what counts as one');
ok(!exists $named{'independent chains'}, 'but not the legend');

is_deeply([ $browser->complaints ], [], 'no error');

# ---- Mermaid's own reader, where somebody has it

SKIP:
{
	skip('MERMAID names no file with mermaid.min.js', 1) unless $ENV{MERMAID} && -r $ENV{MERMAID};
	my $hostile = Hostile::evidence();
	my @flowcharts = draw("to_mermaid($hostile, E'\"]\\n<b> end', NULL)", map { "to_mermaid(('{' || '$_' || '}')::evidence)" }
		'', 'a:0,b<c:0.5<*,!d@e', map { "a$_<(b,c<*),!d" } 1 .. 3);
	push(@flowcharts, draw("(SELECT string_agg(to_mermaid(e, 'No. ' || id), E'\\n=====\\n' ORDER BY id) FROM random_specimens(100, 12, 12))"));
	my $page = write_file("$directory/mermaid.html", "<!DOCTYPE html><meta charset=\"utf-8\"><script src=\"file://$ENV{MERMAID}\"></script><body></body>");
	$browser->open("file://$page");
	my $answers = $browser->js_later(<<'END', \@flowcharts);
const [texts, done] = arguments;
(async () => {
	mermaid.initialize({ startOnLoad: false, maxEdges: 5000, maxTextSize: 1000000 });
	const answers = [];
	for (const [i, text] of texts.entries()) {
		try {
			const { svg } = await mermaid.render('m' + i, text);
			const box = document.createElement('div');
			box.innerHTML = svg;
			answers.push(i === 0 ? [...box.querySelectorAll('.node .nodeLabel')].map(label => label.textContent).join('\n') +
				(box.querySelector('script, b, i, img, [onload], [onerror]') ? 'ALIVE' : '') : '');
		} catch (error) { answers.push('error: ' + error.message); }
	}
	done(answers);
})();
END
	is_deeply([ grep { /^error|ALIVE/ } @$answers ], [], scalar(@flowcharts) . ' flowcharts are read');
	my %labels = map { s/ · .*//r => 1 } split(/\n/, $answers->[0]);
	is_deeply([ grep { !$labels{$_} && !$labels{s/  / /r} } @Hostile::names ], [], 'names that are code are text in them')
	  or diag($answers->[0]);
}

done_testing();
