# Model/Dice.pm: random numbers that are the same for the same seed on every machine and every version of Perl.
#
#   my $dice = Model::Dice->new(42);
#   $dice->below(6);               0 to 5
#   $dice->chance(0.3);            true in three of ten
#   $dice->one_of(@things);        $dice->some_of($count, @things);   $dice->weighed(attest => 5, retract => 1);
#
# Marsaglia's xorshift with 32 bits.

package Model::Dice;

use strict;
use warnings;

use constant { BITS => 0xffffffff, RANGE => 2**32 };

sub new
{
	my ($class, $seed) = @_;
	# seeds that follow one another start far from one another; the state must not be 0
	my $self = bless { state => ($seed * 2654435761 + 97) % RANGE || 1 }, $class;

	$self->next for 1 .. 8;
	return $self;
}

sub next
{
	my ($self) = @_;
	my $x = $self->{state};

	$x ^= $x << 13 & BITS;
	$x ^= $x >> 17;
	$x ^= $x << 5 & BITS;
	return $self->{state} = $x;
}

sub fraction { my ($self) = @_; return $self->next / RANGE }
sub below { my ($self, $limit) = @_; return int($self->fraction * $limit) }
sub chance { my ($self, $probability) = @_; return $self->fraction < $probability }
sub one_of { my ($self, @things) = @_; return $things[ $self->below(scalar @things) ] }

sub shuffled
{
	my ($self, @things) = @_;
	my @shuffled;

	push @shuffled, splice(@things, $self->below(scalar @things), 1) while @things;
	return @shuffled;
}

# So many of them, or all if there are fewer, each once
sub some_of
{
	my ($self, $count, @things) = @_;
	my @shuffled = $self->shuffled(@things);
	return splice(@shuffled, 0, $count);
}

# One of the names, by its weight
sub weighed
{
	my ($self, @weights) = @_;
	my $total = 0;
	$total += $weights[ $_ * 2 + 1 ] foreach 0 .. $#weights / 2;
	my $left = $self->fraction * $total;

	while (@weights > 2)
	{
		$left -= $weights[1];
		last if $left < 0;
		splice(@weights, 0, 2);
	}
	return $weights[0];
}

1;
