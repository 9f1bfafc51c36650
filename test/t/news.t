#!/usr/bin/perl
#
# read_news() and import_news() on whole files: what a person would write down from them (test/news/expected.tsv), and
# what becomes of files that mean harm. The samples of the makers of NewsML-G2 and ninjs are in ../shared/data, and
# are left out where that is not there. The server is the one that PGHOST and so on lead to.

use strict;
use warnings;
use utf8;

use Cwd qw(abs_path);
use Encode qw(encode);
use File::Basename qw(basename dirname);
use File::Glob qw(bsd_glob);
use File::Temp qw(tempdir);
use IO::Socket::INET;
use List::Util qw(min);
use Test::More;
use Time::HiRes qw(time);

binmode(Test::More->builder->$_, ':encoding(UTF-8)') for qw(output failure_output todo_output);

my $root = abs_path(dirname(__FILE__) . '/../..');
my $samples = dirname($root) . '/shared/data/newsml';
my $directory = tempdir(CLEANUP => 1);
my $database = "corroborate_news_$$";

# What psql says to a script
sub psql
{
	my ($db, $script) = @_;
	open(my $in, '>:raw', "$directory/script") or die $!;
	utf8::encode($script) if utf8::is_utf8($script);
	print $in $script;
	close($in);
	open(my $out, '-|', 'sh', '-c', 'exec psql -X -q -A -t -d "$1" -f "$2" 2>&1', 'psql', $db, "$directory/script") or die "psql: $!";
	local $/;
	my $said = <$out> // '';
	close($out);
	utf8::decode($said);
	$said =~ s/^psql:.*?\/script:\d+: //mg;
	return $said;
}

sub slurp
{
	my ($name) = @_;
	open(my $file, '<:raw', $name) or die "$name: $!";
	local $/;
	return <$file>;
}

sub hex_of { return "'\\x" . unpack('H*', $_[0]) . "'::bytea" }

psql('postgres', "CREATE DATABASE $database TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C';");
END { psql('postgres', "DROP DATABASE IF EXISTS $database;") if $database }
is(psql($database, "SET client_min_messages = warning; CREATE EXTENSION corroborate;"), '', 'a database');

# Reads bytes; rows, or the error's lines
sub read_bytes
{
	my ($bytes, $what) = @_;
	$what //= "count(*) || ' rows'";
	return psql($database, "\\set VERBOSITY verbose\nSET statement_timeout = '60s';\nSELECT $what FROM read_news(" . hex_of($bytes) . ") AS n;\n");
}

# ---- What a person would write down

my @files = (bsd_glob("$root/test/news/*.xml"), bsd_glob("$root/test/news/*.html"));
my $with_samples = -d $samples;
push @files, map { "$samples/$_" } sort grep { /\.xml$/ } do { opendir(my $d, $samples) or die $!; readdir($d) } if $with_samples;
my $ninjs = dirname($samples) . '/ninjs';
push @files, sort(bsd_glob("$ninjs/*.json"), bsd_glob("$ninjs/*/*.json"));

my %expected;
open(my $table, '<:encoding(UTF-8)', "$root/test/news/expected.tsv") or die $!;
while (my $line = <$table>)
{
	next if $line =~ /^#/;
	my ($file) = split(/\t/, $line);
	$expected{$file} .= $line;
}
close($table);

my $script = "SET timezone = 'UTC';\n\\pset null -\n\\pset fieldsep '\\t'\n";
my @rows;
for my $file (@files)
{
	my $name = basename($file);
	my $said = psql($database, $script . "SELECT '$name', o, n.format, n.id, n.version, n.headline, n.language, n.published_at, n.status, n.publisher,
		n.place, n.credits, n.attribution, replace(left(n.body, 60), chr(10), '|')
		FROM read_news(" . hex_of(slurp($file)) . ") WITH ORDINALITY AS n(format, id, version, headline, language, published_at, status, publisher,
			place, body, credits, attribution, o);\n");
	is($said, $expected{$name} // '', $name);
}
SKIP:
{
	skip 'the samples are not there', 1 unless $with_samples;
	cmp_ok(scalar(grep { -e "$samples/" . encode('UTF-8', $_) } keys %expected), '>=', 20, 'samples with rows that are known');
}

# HTML's names are the same characters in a feed, where our table has them, as in HTML, where libxml2's has. HTML 5 has
# given two of them to other brackets, and has some in capitals besides; libxml2 follows it from 2.14 on.
{
	my @names = grep { !/^(?:COPY|REG)$/ } slurp("$root/src/exchange/html_names.c") =~ /\{"(\w+)", \d+\}/g;
	my $each = join('', map { "<p>$_ [&$_;]</p>" } @names);
	my ($feed, $page) = map { psql($database, "SELECT body FROM read_news('$_');") }
		"<rss><channel><item><description>" . $each =~ s{<(/?)p>}{&lt;$1p>}gr . "</description></item></channel></rss>",
		"<html><body>$each</body></html>";
	is(scalar(@names), 248, "HTML 4's names");
	is(scalar(() = $feed =~ /^\w+ \[.\]$/mg), 248, 'each of them is a character');
	is($feed, $page =~ tr/\x{27E8}\x{27E9}/\x{2329}\x{232A}/r, 'and the one that it is in HTML');
}

# As text, in the database's encoding, it is the same whatever the file declares
is(psql($database, "SELECT headline FROM read_news(convert_from(" . hex_of(slurp("$root/test/news/nitf.xml")) . ", 'LATIN1'));"),
	"Le pont est fermé\n", 'text, whatever it declares');
is(psql($database, "SELECT headline FROM read_news(convert_from(" . hex_of(slurp("$root/test/news/rss2.xml")) . ", 'UTF8')::xml) WHERE id = 'post-1';"),
	"Mill burns & falls\n", 'xml');

# In a database that knows no encoding it is the same, and text in another is refused
{
	my $ascii = "${database}_ascii";
	psql('postgres', "CREATE DATABASE $ascii TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C';");
	my $feed = '<rss><channel><item><title>It&amp;#8217;s %s</title><description>a %s</description></item></channel></rss>';
	my $latin1 = '<?xml version="1.0" encoding="ISO-8859-1"?>' . sprintf($feed, "caf\xE9", '&lt;i>b');
	is(psql($ascii, "SET client_min_messages = warning; CREATE EXTENSION corroborate;
		SELECT headline, body FROM read_news('" . sprintf($feed, 'caf&eacute;', "\x{2014} b") . "');
		SELECT headline, body FROM read_news(" . hex_of($latin1) . ");\n"),
		"It\x{2019}s caf\x{E9}|a \x{2014} b\nIt\x{2019}s caf\x{E9}|a b\n", 'no encoding');
	like(psql($ascii, "SELECT headline FROM read_news(convert_from(" . hex_of($latin1) . ", 'SQL_ASCII'));"),
		qr/^ERROR:  invalid byte sequence for encoding "UTF8": 0xe9/, 'no encoding, and text in another');
	psql('postgres', "DROP DATABASE $ascii;");
}

# ---- Files that mean harm: rows or a clear error, in bounded time

my $item = '<rss version="2.0"><channel><title>T</title><item><title>%s</title></item></channel></rss>';
my $clear = qr/^ERROR:  (?:2200M|54000): news item (?:is not well-formed XML|is empty|exceeds a limit|is not in a supported format)\nDETAIL:  Line \d+: .*\.$/m;

my $listener = IO::Socket::INET->new(Listen => 5, LocalAddr => '127.0.0.1', Blocking => 0) or die "socket: $!";
my $port = $listener->sockport;
my $secret = "$directory/secret";
open(my $file, '>', $secret) or die $!;
print $file 'SECRET';
close($file);
chmod(0755, $directory);
chmod(0644, $secret);

my $body = sprintf($item, '&x;');
my %harm = (
	'an entity in a file' => qq{<!DOCTYPE rss [<!ENTITY x SYSTEM "file://$secret">]>$body},
	'an entity on the net' => qq{<!DOCTYPE rss [<!ENTITY x SYSTEM "http://127.0.0.1:$port/x">]>$body},
	'a DTD in a file' => qq{<!DOCTYPE rss SYSTEM "file://$secret">$body},
	'a DTD on the net' => qq{<!DOCTYPE rss PUBLIC "-//X//Y" "http://127.0.0.1:$port/x.dtd">$body},
	'a parameter entity in a file' => qq{<!DOCTYPE rss [<!ENTITY % p SYSTEM "file://$secret"> %p;]>$body},
	'a parameter entity on the net' => qq{<!DOCTYPE rss [<!ENTITY % p SYSTEM "http://127.0.0.1:$port/p"> %p;]>$body},
	'an entity of its own' => qq{<!DOCTYPE rss [<!ENTITY x "words">]>$body},
	'a billion laughs' => '<!DOCTYPE rss [<!ENTITY x0 "lol">'
		. join('', map { my $i = $_; "<!ENTITY x$i \"" . "&x@{[$i - 1]};" x 10 . '">' } 1 .. 9) . ']>' . sprintf($item, '&x9;'),
	'a billion laughs in parameters' => '<!DOCTYPE rss [<!ENTITY % x0 "lol">'
		. join('', map { my $i = $_; "<!ENTITY % x$i \"" . "&#37;x@{[$i - 1]};" x 10 . '">' } 1 .. 9) . ' %x9;]>' . sprintf($item, 'a'),
	'quadratic blow-up' => '<!DOCTYPE rss [<!ENTITY x "' . 'a' x 100_000 . '">]>' . sprintf($item, '&x;' x 20_000),
	'blow-up by default values' => '<!DOCTYPE rss [<!ATTLIST a b CDATA "' . 'a' x 100_000 . '">]>' . sprintf($item, '<a/>' x 100_000),
	'an entity in an attribute' => '<!DOCTYPE rss [<!ENTITY x "y">]><rss version="&x;"/>',
	'an entity that is itself' => '<!DOCTYPE rss [<!ENTITY x "&x;">]>' . $body,
	'depth of 100,000' => '<rss><channel>' . '<a>' x 100_000 . '</a>' x 100_000 . '</channel></rss>',
	'depth of 100,000 in HTML' => '<html><body>' . '<div>' x 100_000,
	'depth of 257 where HTML ends' => '<html><body>' . '<div>' x 254 . '<div',
	'open quotes in HTML' => '<html><a href="' . 'x<' x 200_000,
	'end tags in HTML' => '<html><body>' . '<b>' x 200 . '</i>' x 200_000,
	'comments in HTML' => '<html><!--' . '--' x 200_000,
	'100,000 attributes' => '<rss ' . join(' ', map { "a$_=\"\"" } 1 .. 100_000) . '/>',
	'25,000 attributes' => '<rss ' . join(' ', map { "a$_=\"\"" } 1 .. 25_000) . '/>',
	'a name of 1 MB' => '<rss><' . 'a' x 1_000_000 . '/></rss>',
	'a value of 11 MB' => '<rss a="' . 'a' x 11_000_000 . '"/>',
	'a comment of 11 MB' => '<rss><!--' . 'a' x 11_000_000 . '--></rss>',
	'a title of 11 MB' => sprintf($item, 'a' x 11_000_000),
	'UTF-8 that is not' => sprintf($item, "a\xC3\x28b"),
	'UTF-8 that is too long' => sprintf($item, "a\xC0\xAFb"),
	'a surrogate' => sprintf($item, "a\xED\xA0\x80b"),
	'UTF-16 that is not' => "\xFF\xFE" . join('', map { "$_\0" } split(//, sprintf($item, 'a'))) =~ s/a\0/\x00\xD8/r,
	'UTF-16, cut in two' => substr("\xFF\xFE" . join('', map { "$_\0" } split(//, sprintf($item, 'a'))), 0, 51),
	'UTF-16, declared only' => '<?xml version="1.0" encoding="UTF-16"?>' . sprintf($item, 'a'),
	'UTF-8 that says ASCII' => '<?xml version="1.0" encoding="US-ASCII"?>' . sprintf($item, "caf\xC3\xA9"),
	'EBCDIC, declared only' => '<?xml version="1.0" encoding="EBCDIC-CP-US"?>' . sprintf($item, 'a'),
	'no such encoding' => '<?xml version="1.0" encoding="no-such"?>' . sprintf($item, 'a'),
	'a NUL' => sprintf($item, "a\0b"),
	'a NUL in HTML' => "<html><title>a\0b</title>",
	'invalid HTML' => "<html><title>a\xFF\xC3\x28b</title>",
	'HTML that ends in a < and no UTF-8' => "<html>a<\xA5",
	'a character that is none' => sprintf($item, '&#0;&#xFFFE;'),
	'nothing' => '',
	'only blanks' => "  \n ",
	'no XML' => 'no news',
	'another XML' => '<music/>',
);
for my $name (sort keys %harm)
{
	my $started = time;
	my $said = read_bytes($harm{$name});
	like($said, qr/^\d+ rows$|$clear/m, $name);
	cmp_ok(time - $started, '<', 20, "$name: soon");
}
like(read_bytes('<html><body>' . '<div>' x 255), qr/nest deeper than 256/, 'HTML that is too deep');
# From 2.14 on libxml2 takes a tag that does not end for none, as HTML5 says
like(read_bytes($harm{'depth of 257 where HTML ends'}), qr/nest deeper than 256|^1 rows$/, 'HTML that is too deep where it ends');
is(read_bytes('<html><body>' . '<div>' x 253 . '<div'), "1 rows\n", 'HTML that is not');
is(scalar(grep { defined } $listener->accept), 0, 'no connection was made');
unlike(read_bytes($harm{'an entity in a file'}, 'headline'), qr/SECRET/, 'no file was read');

# UTF-16 that is right
is(read_bytes("\xFF\xFE" . join('', map { "$_\0" } split(//, sprintf($item, 'a'))), 'headline'), "a\n", 'UTF-16');

# Just below what a value can hold
like(psql($database, q{SET statement_timeout = '120s'; SELECT count(*) FROM read_news('<rss><channel><item><title>' || repeat('a', 1000000000) || '</title></item></channel></rss>');}),
	qr/exceeds a limit/, 'a text of 1 GB that is kept');
is(psql($database, q{SET statement_timeout = '120s'; SELECT count(*) FROM read_news('<rss><channel><item><x>' || repeat('a', 1000000000) || '</x></item></channel></rss>');}),
	"1\n", 'a text of 1 GB that is passed over');

# Cut off anywhere
for my $name (qw(newsml.xml newsml1.xml nitf.xml rss2.xml atom.xml page.html))
{
	my $whole = slurp("$root/test/news/$name");
	my $said = psql($database, <<SQL);
DO \$\$
DECLARE
	whole bytea := @{[hex_of($whole)]};
	message text;
	detail text;
BEGIN
	FOR i IN 0 .. length(whole) - 1 LOOP
		BEGIN
			PERFORM FROM read_news(substring(whole FROM 1 FOR i));
		EXCEPTION WHEN invalid_xml_document OR program_limit_exceeded THEN
			GET STACKED DIAGNOSTICS message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL;
			IF message !~ '^news item (is|exceeds) ' OR detail !~ '^Line \\d+: .*\\.\$' THEN
				RAISE NOTICE '%: % %', i, message, detail;
			END IF;
		END;
	END LOOP;
END
\$\$;
SQL
	is($said, '', "$name, cut off at every byte");
}

# ---- Memory stays as it is

my $resident = q{SELECT split_part(regexp_replace(pg_read_file('/proc/' || pg_backend_pid() || '/status'), '.*VmRSS:\s*(\d+) kB.*', '\1'), E'\n', 1)::bigint};

sub grows
{
	my ($name, $loop) = @_;
	my $block = "DO \$\$ BEGIN FOR i IN 1 .. %d LOOP BEGIN $loop; EXCEPTION WHEN others THEN NULL; END; END LOOP; END \$\$;\n";
	my @sizes = split(/\n/, psql($database, sprintf($block, 1000) . "$resident;\n" . sprintf($block, 10_000) . "$resident;\n"));
	is(scalar(@sizes), 2, "$name: measured") or diag("@sizes");
	cmp_ok($sizes[-1] - $sizes[0], '<', 1000, "$name: no memory after 10,000 errors, in kB");
}

my $entity = $harm{'a billion laughs'} =~ s/'/''/gr;
grows('ill-formed', "PERFORM FROM read_news(''::text || '<rss><channel><item><title>x</b>')");
grows('entities', "PERFORM FROM read_news('$entity'::text)");
grows('HTML', "PERFORM 1 / (length(n.body) - length(n.body)) FROM read_news('<html><p>one<p>two'::text) AS n");
grows('broken JSON-LD', "PERFORM 1 / 0 FROM read_news('<html><script type=\"application/ld+json\">{x</script><p>one'::text) AS n");
grows('an error while rows are returned', "PERFORM 1 / (length((read_news('<rss><channel><item><title>a</title></item><item/></channel></rss>'::text)).headline) - 1)");
grows('an early end', "PERFORM read_news('<rss><channel><item><title>a</title></item><item/></channel></rss>'::text) LIMIT 1; PERFORM 1 / 0");

# ---- A long read

my $long = q{'<rss><channel>' || repeat('<item><title>a title</title><description>some words</description></item>', 2000000) || '</channel></rss>'};
is(psql($database, "CREATE TABLE long_feed AS SELECT $long AS feed;"), '', 'a long feed');
for my $query ('SELECT count(*) FROM (SELECT read_news(feed) FROM long_feed) AS n', 'SELECT count(*) FROM long_feed, read_news(feed)')
{
	my $started = time;
	like(psql($database, "SET statement_timeout = '1s'; $query;"), qr/canceling statement due to statement timeout/, 'a long read is cancelled');
	cmp_ok(time - $started, '<', 5, 'soon');
}

# What libxml2 has allocated goes with the statement that is cancelled, in whatever it is
my $many = q{'<rss><channel>' || repeat('<item><title>a title</title><description>some &lt;b&gt;words&lt;/b&gt;</description></item>', 300000) || '</channel></rss>'};
my $page = q{'<html><body>' || repeat('<p>words', 1000000)};
is(psql($database, "CREATE TABLE feeds AS SELECT $many AS feed, $page AS page;"), '', 'feeds');
for my $query ('SELECT count(*) FROM (SELECT read_news(feed) FROM feeds OFFSET 0) AS n', 'SELECT count(*) FROM feeds, read_news(feed)',
	'SELECT count(*) FROM feeds, read_news(page)')
{
	my $cancelled = "SET statement_timeout = '50ms';\n" . "$query;\n" x 40 . "SET statement_timeout = 0;\n$resident;\n";
	my @said = split(/\n/, psql($database, $cancelled x 3));
	is(scalar(grep { /statement timeout/ } @said), 120, "$query: cancelled again and again");
	my @sizes = grep { /^\d+$/ } @said;
	is(scalar(@sizes), 3, 'measured') or diag("@sizes");
	# what is lost is lost each time; what the allocator keeps for later grows once
	cmp_ok(min($sizes[1] - $sizes[0], $sizes[2] - $sizes[1]), '<', 1000, 'no memory after 40 times, in kB') or diag("@sizes");
}

# A feed needs memory for itself and one item
{
	my $own = q{SELECT (regexp_match(s, 'VmHWM:\s*(\d+)'))[1]::bigint - (regexp_match(s, 'RssShmem:\s*(\d+)'))[1]::bigint FROM pg_read_file('/proc/self/status') AS s};
	my @sizes = split(/\n/, psql($database, "SELECT FROM read_news('<rss/>');\n$own;\nSELECT octet_length(feed) / 1024 FROM long_feed;\n"
		. "SELECT count(*) FROM (SELECT read_news(feed) FROM long_feed OFFSET 0) AS n;\n$own;\n"));
	is($sizes[2], 2_000_000, 'a long feed is read') or diag("@sizes");
	cmp_ok($sizes[3] - $sizes[0], '<', $sizes[1] + 3000, 'in memory for the feed and little more, in kB');
}

# ---- What it opens

SKIP:
{
	my $strace = `sh -c 'command -v strace'`;
	skip 'strace is not there', 2 if $strace eq '';
	my $log = "$directory/strace";
	open(my $in, '>:raw', "$directory/traced") or die $!;
	my @bad = grep { /entity|DTD/ } sort keys %harm;
	print $in "SELECT count(*) FROM read_news('<rss/>');\n\\! echo \$PPID >/dev/null\n";
	print $in "\\o '$directory/pid'\nSELECT pg_backend_pid();\n\\o\n\\! strace -f -qq -e trace=open,openat,connect,socket -o '$log' -p \$(cat '$directory/pid') & echo \$! > '$directory/tracer'; sleep 1\n";
	print $in 'SELECT count(*) FROM read_news(' . hex_of($harm{$_}) . ");\n" for @bad;
	print $in "SELECT pg_stat_file('PG_VERSION') IS NULL; SELECT length(pg_read_file('PG_VERSION')) > 0;\n";
	print $in "\\! kill \$(cat '$directory/tracer'); sleep 0.5\n";
	close($in);
	system("psql -X -q -A -t -d $database -f '$directory/traced' > '$directory/traced.out' 2>&1");
	my $seen = -e $log ? slurp($log) : '';
	skip 'tracing is not permitted', 2 if $seen !~ /PG_VERSION/ && slurp("$directory/traced.out") =~ /permitted|ptrace/i;
	like($seen, qr/PG_VERSION/, 'what the server opens is seen');
	unlike($seen, qr/secret|127\.0\.0\.1|AF_INET|dtd|\bxml\b/i, 'it opens nothing that a document names');
}

done_testing();
