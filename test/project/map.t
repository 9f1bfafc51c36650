#!/usr/bin/perl
#
# The README's map of src/ shows every file in the row of its folder, and no file that is not there.

use strict;
use warnings;

use Cwd qw(abs_path);
use File::Basename qw(dirname basename);
use File::Glob qw(bsd_glob);
use Test::More;

my $root = abs_path(dirname(__FILE__) . '/../..');

# Names in the map, by folder; a row without a folder goes on with the one above it
my %shown;
open(my $readme, '<', "$root/README.md") or die "README.md: $!";
my $folder;
while (<$readme>)
{
	if (/^\| folder \| files \|/) { $folder = ''; next; }
	next unless defined $folder;
	last unless /^\|/;
	my (undef, $of, $files) = split(/ *\| */);
	next if $of =~ /^-/;
	$folder = $1 if $of =~ /^`(\w+)`$/;
	push(@{ $shown{$folder} }, $files =~ /`([^`]+)`/g);
}

my %there;
foreach my $path (bsd_glob("$root/src/*/*.{c,h,sql,css,js,pl}"))
{
	push(@{ $there{ basename(dirname($path)) } }, basename($path));
}
is_deeply([ sort keys %shown ], [ sort keys %there ], 'the map has these folders');

# A name stands for the files that are called so, whatever they end in; an asterisk, for anything
sub stands_for
{
	my ($name, $file) = @_;
	my $pattern = join('.*', map { quotemeta } split(/\*/, $name, -1));
	return $file =~ /^$pattern$/ || $file =~ /^$pattern\.\w+$/;
}

foreach my $of (sort keys %there)
{
	my @names = @{ $shown{$of} || [] };
	my @files = @{ $there{$of} };
	is_deeply([ grep { my $file = $_; !grep { stands_for($_, $file) } @names } @files ], [], "$of: every file is in the map");
	is_deeply([ grep { my $name = $_; !grep { stands_for($name, $_) } @files } @names ], [], "$of: every name in the map is a file");
}

done_testing();
