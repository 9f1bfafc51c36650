# Model/Shrink.pm: the smallest ledger that still shows what a larger one showed.
#
#   my $small = Model::Shrink::shrink($ledger, sub { my ($ledger) = @_; ... });     true where it shows it
#
# Takes away row after row, column after column and word after word, as long as it still shows.

package Model::Shrink;

use strict;
use warnings;

use Model::Evidence qw(@SIDES);
use Model::Ledger;
use Model::Operations;

sub with
{
	my ($ledger, $table, $rows) = @_;
	return Model::Ledger->new(
		map({ $_ => $ledger->{$_} } 'threshold', 'minimum_support', @Model::Ledger::TABLES), $table => $rows);
}

# The row without what one of its columns says: nothing in place of a value, a list without one of its names
sub smaller_columns
{
	my ($row, @columns) = @_;
	my @smaller;

	foreach my $column (grep { defined $row->{$_} } @columns)
	{
		my $value = $row->{$column};
		push @smaller, { %$row, $column => undef } if !ref $value;
		next if !ref $value;
		push @smaller, map { my $i = $_; +{ %$row, $column => [ @$value[ grep { $_ != $i } 0 .. $#$value ] ] } } 0 .. $#$value;
	}
	return @smaller;
}

# The statement without a rating, an affiliation or a ground
sub smaller_words
{
	my ($row) = @_;
	my @smaller;
	my $try = sub {
		my ($change) = @_;
		my $said = Model::Evidence->read($row->{said});
		$change->($said);
		my $words = $said->without_orphans->text =~ s/^\{(.*)\}$/$1/r;
		push @smaller, { %$row, said => $words } if $words ne $row->{said};
	};
	my $said = Model::Evidence->read_statement($row->{said});

	foreach my $key (sort keys %{ $said->{source} })
	{
		$try->(sub { $_[0]{source}{$key}{rating} = undef });
		foreach my $name (sort keys %{ $said->{source}{$key}{affiliation} })
		{
			$try->(sub { delete $_[0]{source}{$key}{affiliation}{$name} });
		}
		foreach my $side (@SIDES)
		{
			foreach my $ground (sort keys %{ $said->basis($side, $key) })
			{
				$try->(sub { delete $_[0]{side}{$side}{basis}{$key}{$ground} });
			}
		}
	}
	return @smaller;
}

my %columns = (
	source => [qw(kind passes_on relies_on affiliations reliability)],
	document => [qw(publisher republishes)],
	attestation => [qw(document replaces retracted_at)],
);

# A document or an attestation that goes is no longer referred to
sub without_references
{
	my ($ledger, $table, $id) = @_;
	my %columns = $table eq 'document' ? (document => 'republishes', attestation => 'document') : (attestation => 'replaces');

	while (my ($other, $column) = each %columns)
	{
		my @rows = map { defined $_->{$column} && $_->{$column} == $id ? { %$_, $column => undef } : $_ } @{ $ledger->{$other} };
		$ledger = with($ledger, $other, \@rows);
	}
	return $ledger;
}

sub smaller
{
	my ($ledger) = @_;
	my @smaller;

	foreach my $table (qw(attestation document source_alias source source_rating ruling))
	{
		my @rows = @{ $ledger->{$table} };
		foreach my $i (0 .. $#rows)
		{
			my @others = @rows[ grep { $_ != $i } 0 .. $#rows ];
			my $without = with($ledger, $table, \@others);
			$without = without_references($without, $table, $rows[$i]{id}) if $table eq 'document' || $table eq 'attestation';
			push @smaller, $without;
		}
		foreach my $i (0 .. $#rows)
		{
			my @changed = smaller_columns($rows[$i], @{ $columns{$table} // [] });
			push @changed, smaller_words($rows[$i]) if $table eq 'attestation';
			push @smaller, map { my $row = $_; with($ledger, $table, [ map { $_ == $i ? $row : $rows[$_] } 0 .. $#rows ]) } @changed;
		}
	}
	return @smaller;
}

sub shrink
{
	my ($ledger, $shows) = @_;

	while (1)
	{
		my ($next) = first_that($shows, smaller($ledger));
		return $ledger if !$next;
		$ledger = $next;
	}
}

sub first_that
{
	my ($shows, @ledgers) = @_;
	foreach my $ledger (@ledgers) { return $ledger if $shows->($ledger) }
	return;
}

1;
