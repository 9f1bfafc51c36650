#!/usr/bin/perl
#
# The pages of an evidence board, by axe-core: no violation of the Web Content Accessibility Guidelines, nor of what axe
# holds to be good practice; on a phone and a screen, in light and dark. axe runs in the page, as an extension of the
# browser would. The server is the one that PGHOST and so on lead to.

use strict;
use warnings;

use File::Temp qw(tempdir);
use FindBin;
use Test::More;

use lib "$FindBin::Bin/../lib";
use Browser;

# Where tools/setup puts it
my $axe = "$FindBin::Bin/../../build/axe/node_modules/axe-core/axe.min.js";
my $why = Browser->missing;
plan skip_all => $why if $why;
plan skip_all => 'axe-core is not there: tools/setup --tests fetches it, by npm' unless -e $axe;

my $database = "corroborate_accessible_$$";
my $directory = tempdir(CLEANUP => 1);
chmod 0755, $directory;
END { local $?; system('dropdb', '--if-exists', $database) if $database }

system('createdb', '-T', 'template0', '-E', 'UTF8', $database) == 0 or die "no database\n";

sub psql
{
	my (@arguments) = @_;
	return system(qw(psql -X -q -A -t -v ON_ERROR_STOP=1 -d), $database, @arguments);
}

open(my $file, '<:raw', $axe) or die "$axe: $!";
my $source = do { local $/; <$file> };
close($file);

is(psql('-c', 'CREATE EXTENSION corroborate', '-f', "$FindBin::Bin/../lib/board.sql"), 0, 'a ledger');
is(psql('-o', "$directory/board.html", '-c', q{SELECT evidence_board('desk', columns => '{desk,topics}', since => '2026-06-03 06:00Z')}), 0, 'a board');
is(psql('-o', "$directory/empty.html", '-c', q{SELECT evidence_board('desk', claims => '{}')}), 0, 'an empty one');

my $browser = Browser->new(width => 1200, height => 1000);

# What axe finds wrong with what is shown, a line each; and how many of its rules it tried
sub violations
{
	$browser->js($source) unless $browser->js('return typeof axe === "object"');
	my $found = $browser->js_later(q{
		const done = arguments[arguments.length - 1];
		axe.run(document).then(found => done({ tried: found.passes.length,
			wrong: found.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.target.join(' ')}: ${node.failureSummary}`)) }),
			error => done({ tried: 0, wrong: [String(error)] }));
	});
	return ($found->{tried}, @{ $found->{wrong} });
}

sub is_accessible
{
	my ($what) = @_;
	my ($tried, @wrong) = violations();
	cmp_ok($tried, '>', 15, "$what: axe has looked at it");
	is_deeply(\@wrong, [], "$what: and found nothing wrong");
	return;
}

my @pages = (
	[ 'the list', '' ], [ 'a claim with a drawing', '#claim/1' ], [ 'a claim of fifty sources', '#claim/7' ], [ 'a claim that nobody supports', '#claim/6' ],
	[ 'a contested claim', '#claim/3' ], [ 'a claim that one source carries', '#claim/5' ], [ 'the sources', '#sources' ], [ 'a source', '#source/herald' ],
);
foreach my $width (390, 1200)
{
	foreach my $scheme (qw(light dark))
	{
		$browser->width($width, 1000);
		$browser->media('prefers-color-scheme' => $scheme);
		foreach my $page (@pages)
		{
			my ($what, $hash) = @$page;
			$browser->open('about:blank');
			$browser->open("file://$directory/board.html$hash");
			is_accessible("$what, $width pixels wide, $scheme");
		}
	}
}

# What opens and is chosen
$browser->open("file://$directory/board.html");
$browser->js(q{const choice = document.getElementById('group'); choice.value = '1'; choice.dispatchEvent(new Event('change'));
	document.querySelector('details').open = true});
$browser->click('[data-of=raised]');
is_accessible('groups, a pressed number, and the meaning of words');
$browser->width(390, 1000);
$browser->click('.more');
is_accessible('filters on a phone');
$browser->open("file://$directory/board.html#claim/4");
$browser->click('figure .turn');
is_accessible('a drawing that is scrolled');
$browser->open("file://$directory/empty.html");
is_accessible('an empty board');

# Such a test could also find nothing because it does not look
$browser->js(q{document.getElementById('words').removeAttribute('aria-label'); document.getElementById('words').removeAttribute('placeholder')});
my (undef, @wrong) = violations();
like("@wrong", qr/^label: #words: /, 'what is wrong is found');

done_testing();
