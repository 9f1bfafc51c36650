#!/usr/bin/perl
#
# The model against values that others computed, in test/vectors or the directory that CORROBORATE_VECTORS names; and
# against readings.tsv: cases of the desk, and how the model reads what the documentation leaves open.

use strict;
use warnings;

use Cwd qw(abs_path);
use File::Basename qw(dirname);
use Test::More;

use lib dirname(abs_path(__FILE__));

use Model::Evidence qw(@SIDES);
use Model::Figures qw(figures graph fewest_units);
use Model::LedgerText;

use constant { TOLERANCE => 1e-6, MOST_TO_CUT => 12 };

my $here = dirname(abs_path(__FILE__));
my $directory = $ENV{CORROBORATE_VECTORS} // "$here/../vectors";

# Calls $check with the columns of each line, by their names in the line that names them
sub each_line
{
	my ($name, $check) = @_;
	my @columns;
	my $count = 0;

	open(my $file, '<:encoding(UTF-8)', $name) or die "$name: $!";
	while (my $line = <$file>)
	{
		chomp $line;
		next if $line =~ /^#/;
		my @values = split(/\t/, $line, -1);
		if (!@columns)
		{
			@columns = @values;
			next;
		}
		my %value;
		@value{@columns} = @values;
		$check->(\%value);
		$count++;
	}
	close($file) or die "$name: $!";
	return $count;
}

# What is wrong with the figures, by the names that the vectors give them; NULL is empty
my %called = (confidence => 'belief');

sub wrong_figures
{
	my ($evidence, $expected, @names) = @_;
	my $figures = figures($evidence);
	my @wrong;

	foreach my $name (@names)
	{
		my $got = $figures->{ $called{$name} // $name } // '';
		my $is_right = $got eq $expected->{$name};
		$is_right ||= abs($got - $expected->{$name}) <= TOLERANCE
		  if $name =~ /^(?:support|denial|confidence)$/ && $got ne '' && $expected->{$name} ne '';
		push @wrong, "$name is $got, not $expected->{$name}" if !$is_right;
	}
	return @wrong;
}

# Menger's theorem: as many disjoint chains as units in the smallest cut
sub wrong_cuts
{
	my ($evidence) = @_;
	my @wrong;

	foreach my $side (@SIDES)
	{
		my $graph = graph($evidence, $side);
		next if keys %{ $graph->{cites} } > MOST_TO_CUT;
		my $ends = Model::Figures::ends($graph, qw(firsthand presumed));
		foreach my $some ($ends, $graph->{firsthand})
		{
			my ($chains, $cut) = (Model::Figures::disjoint_chains($graph, $some), fewest_units($graph, $some));
			push @wrong, "$side: $chains chains, a cut of $cut" if $chains != $cut;
		}
	}
	return @wrong;
}

sub check_value
{
	my ($expected) = @_;
	my $evidence = Model::Evidence->read($expected->{evidence});
	my $text = $evidence->text;
	my @wrong = (wrong_figures($evidence, $expected, grep { $_ ne 'evidence' } sort keys %$expected), wrong_cuts($evidence));

	push @wrong, "$text does not read back the same" if Model::Evidence->read($text)->text ne $text;
	ok(!@wrong, $expected->{evidence}) or diag(join("\n", @wrong));
}

sub check_ledger
{
	my ($expected) = @_;
	my @columns = @$expected{qw(sources documents rows)};
	my $ledger = Model::LedgerText::read(@columns);
	my $evidence = $ledger->evidence(Model::LedgerText::CLAIM);
	my @wrong = wrong_figures($evidence, $expected, qw(corroboration firsthand contradiction));

	push @wrong, 'evidence is ' . $evidence->text . ", not $expected->{evidence}" if $evidence->text ne $expected->{evidence};
	push @wrong, 'written otherwise than it was read' if join("\t", Model::LedgerText::write($ledger)) ne join("\t", @columns);
	ok(!@wrong, "ledger $expected->{name}") or diag(join("\n", @wrong));
}

binmode(Test::More->builder->$_, ':encoding(UTF-8)') foreach qw(output failure_output todo_output);

foreach my $file ([ 'evidence.tsv', \&check_value ], [ 'ledger.tsv', \&check_ledger ])
{
	my ($name, $check) = @$file;
  SKIP:
	{
		skip("$directory/$name is not there", 1) if !-e "$directory/$name";
		cmp_ok(each_line("$directory/$name", $check), '>', 0, "$name has values");
	}
}
cmp_ok(each_line("$here/readings.tsv", \&check_ledger), '>', 0, 'readings.tsv has ledgers');

done_testing();
