#!/usr/bin/perl
#
# What must hold of every ledger, on ledgers made at random, in the model alone. A ledger for which a property fails is
# made as small as it can be, and printed as a line of test/vectors/ledger.tsv.
#
#   CORROBORATE_SEED     the first seed (1)
#   CORROBORATE_LEDGERS  how many times as many ledgers as usual (1)

use strict;
use warnings;

use Cwd qw(abs_path);
use File::Basename qw(dirname);
use List::Util qw(max);
use Test::More;

use lib dirname(abs_path(__FILE__));

use Model::Dice;
use Model::LedgerText;
use Model::Properties;
use Model::Random;
use Model::Shrink;

use constant CLAIM => Model::Properties::CLAIM;

my $seed = $ENV{CORROBORATE_SEED} // 1;
my $times = $ENV{CORROBORATE_LEDGERS} // 1;
my %few = (names => [qw(a b c d e f)], spellings => [qw(x y)], affiliations => ['m']);

note("seed $seed");

sub random_ledger
{
	my ($number) = @_;
	my $random = Model::Random->new(seed => $number, %few);

	$random->next_operation for 1 .. 8 + $number % 14;
	return $random->ledger;
}

# What the smallest ledger looks like that fails the property by the same figure
sub smallest
{
	my ($ledger, $property, $failure) = @_;
	my ($figure) = $failure =~ /: (\w+ from) /;
	my $fails = sub { my ($now) = $property->($_[0]); return defined $now && (!defined $figure || $now =~ /: $figure /) };
	my $small = Model::Shrink::shrink($ledger, $fails);
	return join("\n", map({ "'$_'" } Model::LedgerText::write($small)), $property->($small));
}

# The properties of Model/Properties.pm, and how many ledgers each is tried on: what tries many changes, on fewer
my %properties = (
	order => 2000, held_by_text => 2000, as_of_now => 1000, other_spelling => 1000,
	in_place => 500, repetition => 200, copy_in_document => 200, own_denial => 200, discrediting => 200,
	no_part => 80, correction => 60, citation => 80, statement => 200, discredited_word => 60,
);
my (%count, %failed);

foreach my $number (0 .. max(values %properties) * $times - 1)
{
	my $ledger = random_ledger($seed + $number);
	foreach my $name (sort grep { !$failed{$_} && $number < $properties{$_} * $times } keys %properties)
	{
		my $property = Model::Properties->can($name);
		my ($failure) = $property->($ledger, \%count);
		$failed{$name} = 'seed ' . ($seed + $number) . ": $failure\n" . smallest($ledger, $property, $failure) if defined $failure;
	}
}
ok(!defined $failed{$_}, "$_, in " . $properties{$_} * $times . ' ledgers') or diag($failed{$_}) foreach sort keys %properties;

# ---- Merging in place

cmp_ok($count{merged}, '>', 100, 'rows were merged in place');
cmp_ok($count{gathered}, '>', 100, 'and rows were not');
note("$count{merged} rows merged in place, $count{gathered} gathered");

# README.md names these as what the design's condition for merging in place leaves out
foreach my $case (
	[ 'a rating', '1|f|||;2|liar<b<f:0.5|||' ],
	[ 'an affiliation', '1|f|||;2|liar<b<f@g|||' ],
	[ 'a basis', '1|f|||;2|liar<b<f<*|||' ])
{
	my ($what, $rows) = @$case;
	my $ledger = Model::LedgerText::read('liar:site::::0', '', $rows);
	like((Model::Properties::in_place_as_designed($ledger))[0], qr/^attestation 1: gathered/,
		"$what in a discredited source's words is lost");
	is((Model::Properties::in_place($ledger))[0], undef, '... but where the condition asks for it');
}

# ---- History: as of each moment the evidence is what it was then, as long as what changed since is of then too

my %of_then = map { $_ => 1 } qw(attest accept retract rate rule);

sub history
{
	my ($number) = @_;
	my $random = Model::Random->new(seed => $number, %few);
	my %was;

	foreach (1 .. 30)
	{
		my $operation = $random->next_operation;
		%was = () if !$of_then{ $operation->{do} };
		$was{ $operation->{at} } = $random->ledger->evidence(CLAIM)->text;
	}
	return ($random->ledger, \%was);
}

my @wrong;
my $moments = 0;
foreach my $number ($seed .. $seed + 80 * $times - 1)
{
	my ($ledger, $was) = history($number);
	foreach my $at (sort { $a <=> $b } keys %$was)
	{
		my $is = $ledger->evidence(CLAIM, $at)->text;
		push @wrong, "seed $number, as of $at: $is, not $was->{$at}" if $is ne $was->{$at};
		$moments++;
	}
}
ok(!@wrong, "evidence as of $moments moments") or diag($wrong[0]);

# ---- The generator

my $dice = Model::Dice->new(42);
is_deeply([ map { $dice->next } 1 .. 3 ], [ 2034996322, 1933435297, 775774853 ], 'the same numbers everywhere');

sub operations
{
	my (@hash_seed) = @_;
	local @ENV{qw(PERL_HASH_SEED PERL_PERTURB_KEYS)} = @hash_seed;
	my $ask = dirname(abs_path(__FILE__)) . '/ask';
	open(my $pipe, '-|', $^X, $ask, 'operations', $seed, 200, 'claims=3', 'refusals=0.1') or die "ask: $!";
	local $/;
	return scalar <$pipe>;
}

my $operations = operations(1, 1);
is(operations(2, 2), $operations, 'the same operations for the same seed');
my %done = map { $_ => 1 } $operations =~ /"do":"(\w+)"/g;
my @common = qw(add_sources change_sources rate add_aliases add_documents change_documents attest accept retract rule);
is_deeply([ grep { !$done{$_} } @common ], [], 'all that is common is done');
like($operations, qr/"refused"/, 'some are to be refused');

# Circles of documents and of reliance, several rows in a statement
my %seen;
foreach my $number ($seed .. $seed + 300)
{
	my $ledger = random_ledger($number);
	my %relies = map { my $key = $_->{key}; map { ("$key $_" => 1) } @{ $_->{relies_on} } } @{ $ledger->{source} };
	$seen{'a circle of documents'} ||= grep { !$ledger->first_document($_) } @{ $ledger->{document} };
	$seen{'a circle of reliance'} ||= grep { $relies{ join(' ', reverse split(/ /)) } } keys %relies;
	my %aliases;
	$seen{'two aliases of one source'} ||= grep { $aliases{ $_->{source} }++ } @{ $ledger->{source_alias} };
	my %correction = map { $_->{id} => 1 } grep { defined $_->{replaces} } @{ $ledger->{attestation} };
	$seen{'a correction of a correction'} ||= grep { $correction{ $_->{replaces} // 0 } } @{ $ledger->{attestation} };
	$seen{'somebody who says both'} ||= $ledger->says_both(CLAIM);
}
ok($seen{$_}, "there is $_") foreach 'a circle of documents', 'a circle of reliance', 'two aliases of one source',
  'a correction of a correction', 'somebody who says both';

done_testing();
