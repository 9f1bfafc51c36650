# Model/Figures.pm: the figures of a value of evidence, by the plainest algorithms that are right.
#
#   corroboration($evidence)    corroboration_firsthand($evidence)    contradiction($evidence)
#   disputed($evidence)         denied($evidence, $threshold)         status($evidence, $threshold)
#   support($evidence)          denial($evidence)                     belief($evidence)
#
# Counts are maximum flows by augmenting paths; fewest_units() finds the same numbers by trying all sets of units, and
# the tests compare the two. Probabilities are sums over all worlds in which each rated unit is sound or not. NULL is
# undef.

package Model::Figures;

use strict;
use warnings;

use Exporter qw(import);
use Model::Evidence qw(@SIDES FIRSTHAND UNKNOWN cited);

our @EXPORT_OK = qw(units graph corroboration corroboration_firsthand contradiction disputed denied status
  support denial belief fewest_units figures is_flagged);

# Of each source, the unit that it belongs to, named by one of its sources or affiliations
sub units
{
	my ($evidence) = @_;
	my %unit;

	while (my ($key, $source) = each %{ $evidence->{source} })
	{
		my @together = ($key, keys %{ $source->{affiliation} });
		$unit{$_} //= $_ foreach @together;
		my %joined = map { $unit{$_} => 1 } @together;
		my ($name) = sort keys %joined;
		$unit{$_} = $name foreach grep { $joined{ $unit{$_} } } keys %unit;
	}
	return { map { $_ => $unit{$_} } keys %{ $evidence->{source} } };
}

sub is_live
{
	my ($evidence, $key) = @_;
	my $rating = $evidence->{source}{$key}{rating};
	return !defined $rating || $rating > 0;
}

# The sources that live speakers reach through live sources
sub reached
{
	my ($evidence, $side) = @_;
	my @next = $evidence->speakers($side);
	my %seen;

	while (defined(my $key = shift @next))
	{
		next if $seen{$key} || !is_live($evidence, $key);
		$seen{$key} = 1;
		push @next, cited($evidence->basis($side, $key));
	}
	return sort keys %seen;
}

# The graph of one side's units:
#   speaks, firsthand, presumed, unknown => { unit => 1 }, cites => { unit => { unit => 1 } }, rating => { unit => number }
sub graph
{
	my ($evidence, $side) = @_;
	my $unit = units($evidence);
	my %graph = map { $_ => {} } qw(speaks firsthand presumed unknown cites rating);
	my @reached = reached($evidence, $side);

	foreach my $key (@reached)
	{
		my $u = $unit->{$key};
		my $basis = $evidence->basis($side, $key);
		my $rating = $evidence->{source}{$key}{rating};
		$graph{cites}{$u} //= {};
		$graph{speaks}{$u} = 1 if $evidence->{side}{$side}{speaks}{$key};
		$graph{presumed}{$u} = 1 if !%$basis;
		$graph{firsthand}{$u} = 1 if $basis->{ +FIRSTHAND };
		$graph{unknown}{$u} = 1 if $basis->{ +UNKNOWN };
		foreach my $cited (grep { is_live($evidence, $_) } cited($basis))
		{
			$graph{cites}{$u}{ $unit->{$cited} } = 1 if $unit->{$cited} ne $u;
		}
		$graph{rating}{$u} = $rating if defined $rating && $rating > ($graph{rating}{$u} // 0);
	}
	return \%graph;
}

# The units in which a chain may end
sub ends
{
	my ($graph, @kinds) = @_;
	return { map { %{ $graph->{$_} } } @kinds };
}

# Whether a path of units for which $sound says yes leads from one that speaks to an end
sub is_connected
{
	my ($graph, $ends, $sound) = @_;
	my @next = keys %{ $graph->{speaks} };
	my %seen;

	while (defined(my $unit = shift @next))
	{
		next if $seen{$unit}++ || !$sound->{$unit};
		return 1 if $ends->{$unit};
		push @next, keys %{ $graph->{cites}{$unit} };
	}
	return 0;
}

# A shortest path through residual capacities, as a list of nodes, or nothing
sub augmenting_path
{
	my ($capacity, $from, $to) = @_;
	my @next = ($from);
	my %before = ($from => undef);

	while (defined(my $node = shift @next))
	{
		foreach my $neighbour (sort keys %{ $capacity->{$node} })
		{
			next if !$capacity->{$node}{$neighbour} || exists $before{$neighbour};
			$before{$neighbour} = $node;
			push @next, $neighbour;
		}
	}
	return if !exists $before{$to};
	my @path = ($to);
	unshift @path, $before{ $path[0] } while defined $before{ $path[0] };
	return @path;
}

# The largest number of chains of which no two share a unit. Each unit is two nodes, with room for one chain between.
sub disjoint_chains
{
	my ($graph, $ends) = @_;
	my %capacity;
	my $count = 0;

	foreach my $unit (keys %{ $graph->{cites} })
	{
		$capacity{"in $unit"}{"out $unit"} = 1;
		$capacity{"out $unit"}{"in $_"} = 1 foreach keys %{ $graph->{cites}{$unit} };
	}
	$capacity{start}{"in $_"} = 1 foreach keys %{ $graph->{speaks} };
	$capacity{"out $_"}{end} = 1 foreach keys %$ends;
	while (my @path = augmenting_path(\%capacity, 'start', 'end'))
	{
		foreach my $i (1 .. $#path)
		{
			$capacity{ $path[ $i - 1 ] }{ $path[$i] }--;
			$capacity{ $path[$i] }{ $path[ $i - 1 ] }++;
		}
		$count++;
	}
	return $count;
}

# The fewest units that would all have to be wrong for no chain to be left: by trying all sets, smallest first
sub fewest_units
{
	my ($graph, $ends) = @_;
	my @units = sort keys %{ $graph->{cites} };
	my $fewest = @units;

	foreach my $wrong (0 .. 2**@units - 1)
	{
		my %sound = map { $units[$_] => !($wrong >> $_ & 1) } 0 .. $#units;
		my $count = grep { !$_ } values %sound;
		$fewest = $count if $count < $fewest && !is_connected($graph, $ends, \%sound);
	}
	return $fewest;
}

sub count
{
	my ($evidence, $side) = @_;
	my $graph = graph($evidence, $side);
	my $count = disjoint_chains($graph, ends($graph, qw(firsthand presumed)));
	return $count || is_connected($graph, $graph->{unknown}, { map { $_ => 1 } keys %{ $graph->{cites} } });
}

sub corroboration { my ($evidence) = @_; return count($evidence, 'for') }
sub contradiction { my ($evidence) = @_; return count($evidence, 'against') }
sub disputed { my ($evidence) = @_; return contradiction($evidence) > 0 ? 1 : 0 }

sub corroboration_firsthand
{
	my ($evidence) = @_;
	my $graph = graph($evidence, 'for');
	return disjoint_chains($graph, $graph->{firsthand});
}

sub check_threshold
{
	my ($threshold) = @_;
	die "threshold must be at least 2, not $threshold\n" if $threshold < 2;
	return $threshold;
}

sub denied
{
	my ($evidence, $threshold) = @_;
	$threshold = check_threshold($threshold // 2);
	return contradiction($evidence) >= $threshold && corroboration($evidence) < $threshold ? 1 : 0;
}

sub status
{
	my ($evidence, $threshold) = @_;
	my $count = corroboration($evidence);

	$threshold = check_threshold($threshold // 2);
	return 'unsupported' if $count == 0;
	return 'corroborated_firsthand' if corroboration_firsthand($evidence) >= $threshold;
	return $count >= $threshold ? 'corroborated' : 'uncorroborated';
}

# ---- Probabilities

use constant MOST_UNITS => 16;

sub probability
{
	my ($evidence, $side) = @_;
	my $graph = graph($evidence, $side);
	my $ends = ends($graph, qw(firsthand presumed));
	my $rating = $graph->{rating};
	my @units = sort keys %$rating;
	my $sum = 0;

	return undef if !is_connected($graph, $ends, $rating);
	die 'too many rated units to try all worlds' if @units > MOST_UNITS;
	foreach my $world (0 .. 2**@units - 1)
	{
		my %sound = map { $units[$_] => $world >> $_ & 1 } 0 .. $#units;
		next if !is_connected($graph, $ends, \%sound);
		my $product = 1;
		$product *= $sound{$_} ? $rating->{$_} : 1 - $rating->{$_} foreach @units;
		$sum += $product;
	}
	return $sum;
}

sub support { my ($evidence) = @_; return probability($evidence, 'for') }
sub denial { my ($evidence) = @_; return probability($evidence, 'against') }

sub belief
{
	my ($evidence) = @_;
	my ($s, $t) = (support($evidence), denial($evidence));

	return undef if !defined $s && !defined $t;
	$_ //= 0 foreach $s, $t;
	return 0.5 if $s * $t == 1;
	return $s * (1 - $t) / (1 - $s * $t);
}

# ---- Together

sub figures
{
	my ($evidence, $threshold) = @_;
	return {
		corroboration => corroboration($evidence),
		firsthand => corroboration_firsthand($evidence),
		contradiction => contradiction($evidence),
		status => status($evidence, $threshold),
		denied => denied($evidence, $threshold),
		support => support($evidence),
		denial => denial($evidence),
		belief => belief($evidence),
	};
}

# Whether a claim with this evidence carries the flag: NULL never meets a least support
sub is_flagged
{
	my ($evidence, $threshold, $minimum_support) = @_;

	return 0 if corroboration($evidence) < check_threshold($threshold // 2);
	return 1 if !defined $minimum_support;
	my $support = support($evidence);
	# the last digits depend on the order in which it was computed
	return defined $support && $support >= $minimum_support - 1e-12 ? 1 : 0;
}

1;
