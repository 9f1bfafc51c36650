#!/usr/bin/perl
#
# Drawings of 500 random values: well-formed, valid, nothing overlaps, nothing leaves the canvas. The server is the one
# that PGHOST and so on lead to.
#
# Valid by the DTD of SVG 1.1, to which those of SVG 2 for accessibility are added: role, aria-hidden.

use strict;
use warnings;
use utf8;

use Cwd qw(abs_path);
use File::Basename qw(dirname);
use File::Temp qw(tempdir);
use FindBin;
use Test::More;

use lib "$FindBin::Bin/../lib";
use Files qw(slurp write_file);
use Hostile;

my $root = abs_path(dirname(__FILE__) . '/../..');
my $directory = tempdir(CLEANUP => 1);
my $database = "corroborate_drawing_$$";
my $dtd = '/usr/share/xml/w3c-sgml-lib/schema/dtd/REC-SVG11-20110816/svg11.dtd';

$ENV{PGCLIENTENCODING} = 'UTF8';
system('createdb', '-T', 'template0', '-E', 'UTF8', $database) == 0 or BAIL_OUT('no database');
END { local $?; system('dropdb', '--if-exists', $database) if $database }

# A program is run in the directory, for its name may be none that a URI can have. What it complains of goes to a file
sub run
{
	my (@command) = @_;
	return system('sh', '-c', 'cd "$1" && shift && exec "$@" 2>errors', 'sh', $directory, @command);
}

# Many in one file, each followed by a line of its own; the last with names that are code
my $hostile = Hostile::evidence();
my $script = write_file("$directory/draw.sql", <<"END");
\\set ON_ERROR_STOP 1
BEGIN;
CREATE EXTENSION corroborate;
\\i :root/test/pgtap/include/specimens.sql
SELECT setseed(0.23) \\g /dev/null
CREATE TABLE drawn AS SELECT id, e FROM random_specimens(500, 12, 12);
INSERT INTO drawn SELECT 500 + n, (SELECT ('{' || string_agg(format('s%s<(s%s,s%s)', i, i * 7 % n, i * 5 % n + n), ',') || '}')::evidence
	FROM generate_series(1, n) AS i) FROM unnest('{20,40,200}'::int[]) AS n;
INSERT INTO drawn SELECT 1000, $hostile;
\\o :directory/svg
SELECT to_svg(e, '</title> "' || id, NULL) || '=====' FROM drawn ORDER BY id;
\\o :directory/dot
SELECT to_dot(e, '</title> "' || id) FROM drawn ORDER BY id;
\\o :directory/mermaid
SELECT to_mermaid(e, '</title> "' || id, NULL) FROM drawn ORDER BY id;
\\o
ROLLBACK;
END
is(system(qw(psql -X -q -A -t -v), "root=$root", '-v', "directory=$directory", '-d', $database, '-f', $script), 0, 'they are drawn') or BAIL_OUT('nothing is drawn');

my @drawings = split(/=====\n/, slurp("$directory/svg"));
is(scalar @drawings, 504, 'all of them');

# What is written in XML, as it was
sub unescape
{
	my ($text) = @_;
	my %named = (lt => '<', gt => '>', quot => '"', amp => '&');
	return $text =~ s/&(?:#(\d+)|(\w+));/defined $1 ? $1 == 160 ? ' ' : chr($1) : $named{$2}/ger;
}

# [class, left, top, right, bottom] of each rectangle
sub rectangles
{
	my ($svg) = @_;
	my @found;
	push(@found, [ $1, $2, $3, $2 + $4, $3 + $5 ])
	  while $svg =~ /<rect class="([bu][^"]*)" x="(-?\d+)" y="(-?\d+)" width="(\d+)" height="(\d+)"/g;
	return @found;
}

sub apart  { my ($p, $q) = @_; $p->[3] <= $q->[1] || $q->[3] <= $p->[1] || $p->[4] <= $q->[2] || $q->[4] <= $p->[2] }
sub inside { my ($p, $q) = @_; $p->[1] >= $q->[1] && $p->[3] <= $q->[3] && $p->[2] >= $q->[2] && $p->[4] <= $q->[4] }

my (@overlap, @outside, $boxes);
foreach my $i (0 .. $#drawings)
{
	my ($width, $height) = $drawings[$i] =~ /viewBox="0 0 (\d+) (\d+)"/;
	my @rectangles = rectangles($drawings[$i]);
	$boxes += @rectangles;
	push(@outside, $i) if grep { !inside($_, [ '', 0, 0, $width, $height ]) } @rectangles;
	foreach my $p (0 .. $#rectangles)
	{
		foreach my $q ($p + 1 .. $#rectangles)
		{
			my ($first, $second) = @rectangles[ $p, $q ];
			push(@overlap, $i) unless apart($first, $second) || ($first->[0] =~ /u/ && inside($second, $first));
		}
	}
	# names lie in the row that they follow
	while ($drawings[$i] =~ /<rect class="b[^"]*" x="(\d+)" y="(\d+)" width="(\d+)" height="(\d+)"[^\n]*?<text x="(\d+)" y="(\d+)"/g)
	{
		push(@outside, $i) unless $5 > $1 && $5 < $1 + $3 && $6 > $2 && $6 < $2 + $4;
	}
}
cmp_ok($boxes, '>', 2000, 'there are boxes');
is_deeply(\@overlap, [], 'no two boxes overlap');
is_deeply(\@outside, [], 'nothing leaves the canvas');

write_file("$directory/$_.svg", $drawings[$_]) for 0 .. $#drawings;
SKIP:
{
	skip("the DTD of SVG 1.1 is not here: tools/setup --tests installs it", 1) unless -r $dtd;
	write_file("$directory/svg.dtd",
		join("\n", map { "<!ATTLIST $_ role CDATA #IMPLIED aria-hidden CDATA #IMPLIED>" } qw(svg g)) . "\n<!ENTITY % svg SYSTEM \"file://$dtd\">\n%svg;\n");
	is(run(qw(xmllint --nonet --noout --dtdvalid svg.dtd), map { "$_.svg" } 0 .. $#drawings), 0, 'all are valid')
	  or diag(substr(slurp("$directory/errors"), 0, 2000));
}

SKIP:
{
	skip('there is no dot: tools/setup --tests installs it', 1) if system('command -v dot >/dev/null') != 0;
	is(run(qw(dot -Tsvg -o /dev/null dot)), 0, 'Graphviz reads them')
	  or diag(substr(slurp("$directory/errors"), 0, 2000));
	my @graphs = split(/^(?=digraph)/m, slurp("$directory/dot"));
	write_file("$directory/hostile.dot", $graphs[-1]);
	is(run(qw(dot -Tsvg -o hostile.svg hostile.dot)) || run(qw(xmllint --nonet --noout hostile.svg)), 0, 'and names that are code');
	my %texts = map { unescape($_) => 1 } slurp("$directory/hostile.svg") =~ m{<text[^>]*>(.*?)</text>}g;
	is_deeply([ grep { !$texts{$_} } @Hostile::names ], [], 'which are text there');
}

# The lines that a flowchart of ours may hold
my $id = qr/claim|s\d+/;
my $label = qr/"(?:[^"`<>\\;#]|#\d+;)*"/;
my $line = qr/flowchart RL| +claim\(\[$label\]\)| +s\d+\[$label\](?::::dead)?| +subgraph u\d+\[$label\]| +end| +more\[$label\]/;
my $arrow = qr/ +$id (?:-->|==>|-\.->|(?:--x|==x)\|denies\|) $id| +classDef [\w: ,-]+/;
my @odd = grep { !/^(?:$line|$arrow)$/ } grep { /./ } split(/\n/, slurp("$directory/mermaid"));
is_deeply([ @odd[ 0 .. ($#odd > 4 ? 4 : $#odd) ] ], [], 'Mermaid has nothing but its own lines');

# The lines for ~/.psqlrc do what the documentation says
system(qw(psql -X -q -d), $database, '-c', 'CREATE EXTENSION corroborate') == 0 or diag('psql failed');
my ($psqlrc) = slurp("$root/docs/drawings.md") =~ /For `~\/\.psqlrc`:\n\n```\n(.*?)```/s;
{
	local $ENV{PSQLRC} = write_file("$directory/psqlrc", $psqlrc);
	my $commands = write_file("$directory/commands.sql",
		"SELECT pretty(e) FROM unnest('{\"{a,b<c}\",\"{!d}\"}'::evidence[]) AS e :tree\nSELECT to_dot('{a}', 'It is so') :graph\n");
	is(qx(cd '$directory' && psql -q -d $database -f '$commands' 2>&1) =~ s/[^\x00-\x7F]+/-/gr, <<'END', 'psqlrc: trees');
2 independent, 0 first-hand
- a  presumed origin - rests on this
- b  rests on this
   - c  presumed origin
0 independent, 0 first-hand; 1 against
- d  denies  presumed origin - rests on this
END
	like(-e "$directory/evidence.svg" ? slurp("$directory/evidence.svg") : '', qr/<svg.*It is so.*<\/svg>/s, 'psqlrc: graphs') if system('command -v dot >/dev/null') == 0;
}

# The picture of the documentation is what is drawn
system(qw(psql -X -q -A -t -d), $database, '-o', "$directory/story.svg", '-c',
	"SELECT to_svg('{dandong-1, dalian-2, rfa<(dalian-2,?), mirror.example<rfa, !pyongyang}', "
	. "'A trade representative in Dandong took his own life')") == 0 or diag('psql failed');
ok(slurp("$directory/story.svg") eq slurp("$root/docs/images/story.svg"), 'docs/images/story.svg is what to_svg() gives');

done_testing();
