#!/usr/bin/perl
#
# What documents link to is there: files, and sections of documents.

use strict;
use warnings;

use Cwd qw(abs_path);
use File::Basename qw(dirname);
use FindBin;
use Test::More;

use lib "$FindBin::Bin/../lib";
use Files qw(slurp);

chdir(abs_path(dirname(__FILE__) . '/../..')) or die "$!";

# A section's name in a link, as Markdown viewers make it
sub anchors
{
	my ($text) = @_;
	$text =~ s/^```.*?^```$//gms;
	return map { lc s/[^\w\- ]//gr =~ s/ /-/gr } $text =~ /^#+ +(.*?) *$/mg;
}

foreach my $name (sort glob('*.md docs/*.md'))
{
	my $text = slurp($name) =~ s/^```.*?^```$//gmsr =~ s/`[^`\n]*`//gr;
	my @links = grep { !/^\w+:/ } $text =~ /\]\(([^)\s]+)\)/g;
	my @broken;
	foreach my $link (@links)
	{
		my ($path, $anchor) = split(/#/, $link, 2);
		my $target = $path eq '' ? $name : (dirname($name) . '/' . $path) =~ s|^\./||r;
		push @broken, $link
		  unless -e $target && (!defined $anchor || grep { $_ eq $anchor } anchors(slurp($target)));
	}
	is(join(' ', @broken), '', "$name: all " . @links . ' links lead somewhere');
}

# Whoever does not find a document does not read it
my $readme = slurp('README.md');
is(join(' ', grep { index($readme, "]($_)") < 0 } sort glob('docs/*.md')), '', 'README.md names all documents');

done_testing();
