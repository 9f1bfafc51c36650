#!/usr/bin/perl
#
# coverage_summary: adds up what gcov says of a tree, a line for each file.
#
# usage: tools/coverage_summary.pl TREE UNREACHED MISSED
#
#   TREE        a tree that was built with --coverage and run
#   UNREACHED   why lines cannot be reached; tools/unreached says how it is written
#   MISSED      the file that the lines that nothing reached are written to
#
# Fails where a line was not reached and no reason is written down; where a reason is for a line that was reached or is
# not there any more; and where less than 95 % of the lines of a file were reached. Lines that other runs reach, by
# their reason, as those that take Citus, count as reached for that.

use strict;
use warnings;

use File::Glob qw(bsd_glob);

use constant LEAST_PERCENT => 95;

my ($tree, $unreached_file, $missed_file) = @ARGV;
my %reached;    # file => line => how often; only lines with code
my %text;       # file => line => its text, without the blanks around it
my %function;   # file => line => the function that it is in, as name()
my %reasons;    # file => text => reasons, one for each line that has this text; file => name() => one for the function

open my $unreached, '<', $unreached_file or die "$unreached_file: $!";
while (<$unreached>)
{
	next if /^#/ || /^\s*$/;
	my ($file, $text, $reason) = /^(src\/\S+)\t([^\t]+)\t([^\t]+)$/
		or die "$unreached_file, line $.: not a file, a text and a reason with tabs between them\n";
	push @{$reasons{$file}{$text}}, $reason;
}

# The same source is built for the server, alone, and alone with tight limits: the counts of all
foreach my $counts (map { bsd_glob("$tree/$_/*.gcda") } qw(src/* build/alone/* build/alone))
{
	open my $gcov, '-|', 'gcov', '--stdout', '--branch-counts', $counts or die "gcov: $!";
	my ($file, $function);
	while (<$gcov>)
	{
		$file = $1 =~ s{.*/src/}{src/}r if /^\s*-:\s*0:Source:(.*)/;
		next unless defined $file && $file =~ m{^src/} && /^\s*([^:]+):\s*(\d+):(\s*)(.*?)\s*$/ && $2 > 0;
		my ($count, $line, $indent, $text) = ($1, $2, $3, $4);
		# the name begins a line, as does the brace that ends it
		$function = "$1()" if $indent eq '' && $text =~ /^(\w+)\(/;
		$function = undef if $indent eq '' && $text =~ /^\}/;
		next if $count eq '-';
		$text{$file}{$line} = $text;
		$function{$file}{$line} = $function if defined $function;
		$reached{$file}{$line} += $count =~ /^(\d+)/ ? $1 : 0;
	}
	close $gcov;
}
die "no counts in $tree\n" unless %reached;

sub is_sometimes { return $_[0] =~ /^sometimes: / }

# Takes a reason for a line from those that are left: the ones of lines that are sometimes reached last
sub take_reason
{
	my ($left) = @_;
	@$left = sort { is_sometimes($a) <=> is_sometimes($b) } @$left;
	return shift @$left;
}

# The reason for all lines of a function. It is kept: once for the function, however many of its lines were missed
my %needed;
sub reason_for_function
{
	my ($file, $line) = @_;
	my $function = $function{$file}{$line} // '';
	my ($reason) = @{$reasons{$file}{$function} // []};
	$needed{$file}{$function} = 1 if defined $reason;
	return $reason;
}

open my $missed_lines, '>', $missed_file or die "$missed_file: $!";
my ($all, $all_reached) = (0, 0);
my (@without_reason, @below);
printf "%-28s %6s %8s %8s\n", 'file', 'lines', 'reached', '%';
foreach my $file (sort keys %reached)
{
	my $lines = keys %{$reached{$file}};
	my @missed = sort { $a <=> $b } grep { !$reached{$file}{$_} } keys %{$reached{$file}};
	my $elsewhere = 0;
	foreach my $line (@missed)
	{
		my $text = $text{$file}{$line};
		print $missed_lines "$file:$line: $text\n";
		my $reason = reason_for_function($file, $line) // take_reason($reasons{$file}{$text} // []);
		push @without_reason, "$file:$line: $text\n" unless defined $reason;
		$elsewhere++ if defined $reason && is_sometimes($reason);
	}
	printf "%-28s %6d %8d %8.1f\n", $file, $lines, $lines - @missed, 100 * ($lines - @missed) / $lines;
	my $percent = 100 * ($lines - @missed + $elsewhere) / $lines;
	push @below, sprintf "%s: %.1f %%\n", $file, $percent if $percent < LEAST_PERCENT;
	$all += $lines;
	$all_reached += $lines - @missed;
}
printf "%-28s %6d %8d %8.1f\n", 'all', $all, $all_reached, 100 * $all_reached / $all;
print "Lines that nothing reached: $missed_file\n";

# Reasons that no line needed
my @stale;
foreach my $file (sort keys %reasons)
{
	my %there = map { $_ => 1 } values %{$text{$file} // {}}, values %{$function{$file} // {}};
	foreach my $text (sort keys %{$reasons{$file}})
	{
		next if $needed{$file}{$text};
		my $what = $there{$text} ? 'was reached' : 'is not there';
		push @stale, map { "$file: $text: $what\n" } grep { !($there{$text} && is_sometimes($_)) } @{$reasons{$file}{$text}};
	}
}

print "\n", scalar(@without_reason), " lines are reached by no test and are not in $unreached_file:\n", @without_reason
	if @without_reason;
print "\n", scalar(@stale), " reasons in $unreached_file are for lines that need none:\n", @stale if @stale;
print "\n", scalar(@below), " files are below ", LEAST_PERCENT, " %:\n", @below if @below;
exit(@without_reason || @stale || @below ? 1 : 0);
