#!/usr/bin/perl
#
# coverage_summary: adds up what gcov says of a tree, a line for each file.
#
# usage: test/coverage_summary.pl TREE MISSED
#
#   TREE     a tree that was built with --coverage and run
#   MISSED   the file that the lines that nothing reached are written to

use strict;
use warnings;

my ($tree, $missed_file) = @ARGV;
my %reached;    # file => line => how often; only lines with code
my %text;

# The same source is built for the server and alone: the counts of both
foreach my $counts (glob("$tree/src/*.gcda $tree/build/alone/*.gcda"))
{
	open my $gcov, '-|', 'gcov', '--stdout', '--branch-counts', $counts or die "gcov: $!";
	my $file;
	while (<$gcov>)
	{
		$file = $1 =~ s{.*/src/}{src/}r if /^\s*-:\s*0:Source:(.*)/;
		next unless defined $file && $file =~ m{^src/} && /^\s*([^:]+):\s*(\d+):(.*)/ && $2 > 0;
		my ($count, $line, $text) = ($1, $2, $3);
		next if $count eq '-';
		$text{$file}{$line} = $text;
		$reached{$file}{$line} += $count =~ /^(\d+)/ ? $1 : 0;
	}
	close $gcov;
}
die "no counts in $tree\n" unless %reached;

open my $missed, '>', $missed_file or die "$missed_file: $!";
my ($all, $all_reached) = (0, 0);
printf "%-28s %6s %8s %8s\n", 'file', 'lines', 'reached', '%';
foreach my $file (sort keys %reached)
{
	my $lines = keys %{$reached{$file}};
	my @missed = sort { $a <=> $b } grep { !$reached{$file}{$_} } keys %{$reached{$file}};
	print $missed "$file:$_:$text{$file}{$_}\n" for @missed;
	printf "%-28s %6d %8d %8.1f\n", $file, $lines, $lines - @missed, 100 * ($lines - @missed) / $lines;
	$all += $lines;
	$all_reached += $lines - @missed;
}
printf "%-28s %6d %8d %8.1f\n", 'all', $all, $all_reached, 100 * $all_reached / $all;
print "Lines that nothing reached: $missed_file\n";
exit($all_reached < 0.95 * $all);
