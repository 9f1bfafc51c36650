# Model/Evidence.pm: a value of evidence in memory, its text, and merging.
#
#   my $evidence = Model::Evidence->read('{rfa<kim@rfa:0.8, !mfa}');
#   print $evidence->text;
#   my $more = $evidence->merge(Model::Evidence->read('kim<*'));
#
# Written from the documentation alone, without a look at the implementation, to be compared with it. Text is in
# characters, not bytes. A value is never changed after it was made, but by who makes it.
#
# A value is a hash:
#
#   source => { key => { rating => number or undef, affiliation => { name => 1 } } }
#   side   => { for     => { speaks => { key => 1 }, basis => { key => { ground => 1 } } },
#               against => the same }
#
# A ground is '*' (first-hand), '?' (someone unknown), or '<' followed by the key of a source that is cited. A source
# without a basis on a side, or with an empty one, has not stated it there.

package Model::Evidence;

use strict;
use warnings;
no warnings 'recursion';

use Encode qw(encode);
use Unicode::Normalize qw(NFC);
use Exporter qw(import);

our @EXPORT_OK = qw(@SIDES FIRSTHAND UNKNOWN cite cited normalised);

our @SIDES = qw(for against);

use constant { FIRSTHAND => '*', UNKNOWN => '?' };

# The ground that cites a source, and the sources that a basis cites, in bytewise order
sub cite { return "<$_[0]" }
sub cited { my ($basis) = @_; return sort map { /^<(.*)/s ? $1 : () } keys %{ $basis // {} } }

sub new
{
	my ($class) = @_;
	return bless { source => {}, side => { map { $_ => { speaks => {}, basis => {} } } @SIDES } }, $class;
}

# ---- Names and ratings

# Names that were looked at before, and statements that were read: the tests ask for the same ones again and again
my (%normalised, %read);

# The name as it is stored, or an error
sub normalised
{
	my ($name) = @_;

	return $normalised{$name} //= do
	{
		my $normal = NFC($name);
		my $bytes = length(encode('UTF-8', $normal));
		die "a name has control characters\n" if $name =~ /\p{Cc}/;
		die "a name has 1 to 255 bytes, not $bytes\n" if $bytes < 1 || $bytes > 255;
		$normal;
	};
}

my $bare = qr/[\p{L}\p{M}\p{Nd}_\-.\/+&]/;
my %letters = (A => 1, B => 0.75, C => 0.5, D => 0.25, E => 0);

sub read_rating
{
	my ($text, $percent) = @_;

	return $letters{$text} if !$percent && exists $letters{$text};
	die "invalid rating: $text\n" if $text !~ /^[+-]?(?=\.?[0-9])([0-9]*\.?[0-9]*)(?:[eE][+-]?[0-9]+)?\z/;
	my $digits = $1;
	my $rating = $percent ? $text / 100 : $text + 0;
	die "rating out of range: $text\n" if $rating < 0 || $rating > 1 || $rating == 0 && $digits =~ /[1-9]/;
	return $rating == 0 ? 0 : $rating;    # not -0
}

# The shortest decimal that reads back the same
sub rating_text
{
	my ($rating) = @_;

	foreach my $digits (1 .. 17)
	{
		my $text = sprintf("%.${digits}g", $rating);
		return $text if $text == $rating;
	}
	die "not a number: $rating";
}

sub key_text
{
	my ($key) = @_;
	return $key if $key =~ /^$bare+\z/;
	return '"' . $key =~ s/(["\\])/\\$1/gr . '"';
}

# ---- Making a value

# Adds a source, or what is said of it: affiliations are united, of two ratings the lower one stays
sub add_source
{
	my ($self, $key, $rating, @affiliations) = @_;
	my $source = $self->{source}{$key} //= { rating => undef, affiliation => {} };

	$source->{rating} = $rating
	  if defined $rating && (!defined $source->{rating} || $rating < $source->{rating});
	$source->{affiliation}{$_} = 1 foreach grep { $_ ne $key } @affiliations;
	return $source;
}

sub add_basis
{
	my ($self, $side, $key, @grounds) = @_;
	$self->{side}{$side}{basis}{$key}{$_} = 1 foreach @grounds;
}

# What is said of a source's basis on a side: a reference to a hash, empty if it is not stated
sub basis
{
	my ($self, $side, $key) = @_;
	return $self->{side}{$side}{basis}{$key} // {};
}

sub speakers
{
	my ($self, $side) = @_;
	return sort keys %{ $self->{side}{$side}{speaks} };
}

# The sources that are reached on a side from those who speak there
sub mentioned
{
	my ($self, $side) = @_;
	my @next = $self->speakers($side);
	my %seen;

	while (defined(my $key = shift @next))
	{
		push @next, cited($self->basis($side, $key)) if !$seen{$key}++;
	}
	return sort keys %seen;
}

# Leaves out what no statement mentions: text could not hold it
sub without_orphans
{
	my ($self) = @_;
	my $kept = Model::Evidence->new;

	foreach my $side (@SIDES)
	{
		$kept->{side}{$side}{speaks} = { %{ $self->{side}{$side}{speaks} } };
		foreach my $key ($self->mentioned($side))
		{
			my $source = $self->{source}{$key} // {};
			$kept->add_source($key, $source->{rating}, keys %{ $source->{affiliation} // {} });
			$kept->add_basis($side, $key, keys %{ $self->basis($side, $key) });
		}
	}
	return $kept;
}

sub merge
{
	my ($self, @others) = @_;
	my $merged = Model::Evidence->new;

	foreach my $value ($self, @others)
	{
		while (my ($key, $source) = each %{ $value->{source} })
		{
			$merged->add_source($key, $source->{rating}, keys %{ $source->{affiliation} });
		}
		foreach my $side (@SIDES)
		{
			$merged->{side}{$side}{speaks}{$_} = 1 foreach $value->speakers($side);
			while (my ($key, $basis) = each %{ $value->{side}{$side}{basis} })
			{
				$merged->add_basis($side, $key, keys %$basis);
			}
		}
	}
	return $merged;
}

# The same with other names: $name gives the new name of each source and affiliation. Two may become one.
sub renamed
{
	my ($self, $name) = @_;
	my $renamed = Model::Evidence->new;

	while (my ($key, $source) = each %{ $self->{source} })
	{
		$renamed->add_source($name->($key), $source->{rating}, map { $name->($_) } keys %{ $source->{affiliation} });
	}
	foreach my $side (@SIDES)
	{
		$renamed->{side}{$side}{speaks}{ $name->($_) } = 1 foreach $self->speakers($side);
		while (my ($key, $basis) = each %{ $self->{side}{$side}{basis} })
		{
			my @grounds = map { /^<(.*)/s ? cite($name->($1)) : $_ } keys %$basis;
			$renamed->add_basis($side, $name->($key), @grounds);
		}
	}
	return $renamed;
}

# Whether it says all that the other one says
sub contains
{
	my ($self, $other) = @_;
	return $self->merge($other)->text eq $self->text;
}

# ---- Printing

sub text
{
	my ($self) = @_;
	my %named;
	my @statements;

	foreach my $side (@SIDES)
	{
		my %based;
		push @statements, ($side eq 'against' ? '!' : '') . $self->source_text($side, $_, \%named, \%based)
		  foreach $self->speakers($side);
	}
	return '{' . join(',', @statements) . '}';
}

sub source_text
{
	my ($self, $side, $key, $named, $based) = @_;
	my $text = key_text($key);

	if (!$named->{$key}++)
	{
		my $source = $self->{source}{$key};
		$text .= join '', map { '@' . key_text($_) } sort keys %{ $source->{affiliation} };
		$text .= ':' . rating_text($source->{rating}) if defined $source->{rating};
	}
	my $basis = $self->basis($side, $key);
	if (%$basis && !$based->{$key}++)
	{
		my @grounds = grep { $basis->{$_} } FIRSTHAND, UNKNOWN;
		push @grounds, $self->source_text($side, $_, $named, $based) foreach cited($basis);
		$text .= '<' . (@grounds == 1 ? $grounds[0] : '(' . join(',', @grounds) . ')');
	}
	return $text;
}

# ---- Reading

# Tokens are [kind, text, where it starts]: punctuation is its own kind, a name is "key" or, in quotes, "quoted"
sub tokens
{
	my ($text) = @_;
	my @tokens;

	pos($text) = 0;
	while (1)
	{
		$text =~ /\G[ \t\n\r\f\x0b]*/gc;
		my $start = pos($text);
		last if $start == length($text);
		if ($text =~ /\G([{}(),<!*?:%\@])/gc) { push @tokens, [ $1, $1, $start ] }
		elsif ($text =~ /\G($bare+)/gc) { push @tokens, [ 'key', $1, $start ] }
		elsif ($text =~ /\G"((?:[^"\\]|\\["\\])*)"/gc)
		{
			my $name = $1;
			push @tokens, [ 'quoted', $name =~ s/\\(.)/$1/gsr, $start ];
		}
		else { die sprintf("unexpected %s at character %d\n", substr($text, $start, 1), $start + 1) }
	}
	return [ @tokens, [ 'end', 'end', length($text) ] ];
}

sub take
{
	my ($tokens, @kinds) = @_;
	my $token = $tokens->[0];

	die sprintf("unexpected %s at character %d\n", $token->[1], $token->[2] + 1) if !grep { $_ eq $token->[0] } @kinds;
	return shift(@$tokens)->[1];
}

sub take_if
{
	my ($tokens, $kind) = @_;
	return $tokens->[0][0] eq $kind && shift @$tokens;
}

# One or more, separated by commas
sub read_list
{
	my ($tokens, $read) = @_;

	$read->();
	while (take_if($tokens, ',')) { $read->() }
}

sub read
{
	my ($class, $text) = @_;
	my $self = $class->new;
	my $tokens = tokens($text);
	my $read = sub { $self->read_attribution($tokens) };

	if (!take_if($tokens, '{')) { $read->() }
	elsif (!take_if($tokens, '}'))
	{
		read_list($tokens, $read);
		take($tokens, '}');
	}
	take($tokens, 'end');
	return $self;
}

# An attribution is evidence in which one source speaks, on one side. The value is shared: nobody may change it.
sub read_statement
{
	my ($class, $text) = @_;

	return $read{$text} //= do
	{
		my $self = $class->read($text);
		$self->statement;
		$self;
	};
}

# Who speaks, and on which side
sub statement
{
	my ($self) = @_;
	my @statements = map { my $side = $_; map { [ $_, $side ] } $self->speakers($side) } @SIDES;

	die "an attribution is exactly one statement\n" if @statements != 1;
	return @{ $statements[0] };
}

sub read_attribution
{
	my ($self, $tokens) = @_;
	my $side = take_if($tokens, '!') ? 'against' : 'for';

	$self->{side}{$side}{speaks}{ $self->read_source($tokens, $side) } = 1;
}

sub read_source
{
	my ($self, $tokens, $side) = @_;
	my $key = normalised(take($tokens, qw(key quoted)));
	my (@affiliations, $rating);

	while (take_if($tokens, '@')) { push @affiliations, normalised(take($tokens, qw(key quoted))) }
	if (take_if($tokens, ':'))
	{
		my $number = take($tokens, 'key');
		$rating = read_rating($number, take_if($tokens, '%'));
	}
	$self->add_source($key, $rating, @affiliations);
	return $key if !take_if($tokens, '<');

	my $read = sub { $self->add_basis($side, $key, $self->read_ground($tokens, $side)) };
	if (take_if($tokens, '('))
	{
		read_list($tokens, $read);
		take($tokens, ')');
	}
	else { $read->() }
	return $key;
}

sub read_ground
{
	my ($self, $tokens, $side) = @_;

	return FIRSTHAND if take_if($tokens, '*');
	return UNKNOWN if take_if($tokens, '?');
	return cite($self->read_source($tokens, $side));
}

1;
