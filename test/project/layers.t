#!/usr/bin/perl
#
# A folder of src/ includes only what is below it. That base, model, draw and learn know nothing of the server is shown by the
# tests in test/alone, which are built without it.

use strict;
use warnings;

use Cwd qw(abs_path);
use File::Basename qw(dirname);
use File::Glob qw(bsd_glob);
use Test::More;

my $src = abs_path(dirname(__FILE__) . '/../../src');

# What the files of each folder may include
my %below = (
	base => [],
	model => [qw(base)],
	draw => [qw(base model)],
	learn => [qw(base)],
	type => [qw(base model draw learn)],
	watch => [qw(base model draw learn type)],
	exchange => [qw(base model draw learn type)],
	ledger => []);

opendir(my $folders, $src) or die "$src: $!";
is_deeply([ sort grep { !/^\./ && !/\.mk$/ } readdir($folders) ], [ sort keys %below ], 'src/ has these folders, and no source of its own');

my $includes = 0;
foreach my $folder (sort keys %below)
{
	my %may = map { $_ => 1 } $folder, @{ $below{$folder} };
	my @wrong;
	foreach my $name (bsd_glob("$src/$folder/*.[ch]"))
	{
		open(my $file, '<', $name) or die "$name: $!";
		while (<$file>)
		{
			next unless m{^\s*#\s*include\s+"([^"]+)"};
			my ($of, $header) = $1 =~ m{^(\w+)/(.+)$};
			my $ours = defined $of && exists $below{$of} && -e "$src/$1";
			$includes++ if $ours;
			# our headers are named with their folder
			push(@wrong, "$name:$.: $1") if $ours ? !$may{$of} : -e "$src/$folder/$1";
		}
	}
	is(join("\n", @wrong), '', "$folder includes only itself" . join('', map { ", $_" } @{ $below{$folder} }));
}
cmp_ok($includes, '>', 100, 'and there are includes');

done_testing();
