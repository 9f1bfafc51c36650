# Model/InPlace.pm: when a new row may be merged into the evidence that is stored, and what that gives.
#
#   merged($ledger, $stored, $row) if may_merge($ledger, $stored, $row)
#
# The ledger holds the row already, the stored evidence does not yet. It must be the same as gathering all rows again,
# which the tests check.

package Model::InPlace;

use strict;
use warnings;

use Exporter qw(import);
use List::Util qw(any none);
use Model::Evidence qw(UNKNOWN);

our @EXPORT_OK = qw(may_merge merged);

sub is_in_copy
{
	my ($ledger, $row) = @_;
	return defined $row->{document}
	  && any { $_->{id} == $row->{document} && defined $_->{republishes} } @{ $ledger->{document} };
}

sub is_in_correction
{
	my ($ledger, $row) = @_;
	return defined $row->{replaces}
	  || any { $_->{claim} == $row->{claim} && ($_->{replaces} // -1) == $row->{id} } @{ $ledger->{attestation} };
}

# All sources that anybody relies on, and who rely on anybody
sub leaning
{
	my ($ledger) = @_;
	my %leaning;

	foreach my $row (grep { @{ $_->{relies_on} // [] } } @{ $ledger->{source} })
	{
		$leaning{ $ledger->key_of($_) } = 1 foreach $row->{key}, @{ $row->{relies_on} };
	}
	return \%leaning;
}

# Whether stored evidence has lost what is said of a source on a side: a discredited source spoke of it there, and
# nobody else did. The design does not name this condition; README.md shows what happens without it.
sub is_left_out
{
	my ($ledger, $stored, $row, $side, $key) = @_;
	my @others = map { $ledger->statement($_) } grep { $_->{id} != $row->{id} } $ledger->counting($row->{claim});

	return 0 if any { $_ eq $key } $stored->mentioned($side);
	return any { exists $_->{said}{source}{$key} } @others;
}

sub has_only_unknown
{
	my ($basis) = @_;
	return $basis->{ +UNKNOWN } && keys %$basis == 1;
}

sub may_merge
{
	my ($ledger, $stored, $row, $also_left_out) = @_;
	my ($speaker, $side, $said) = $ledger->said_by_key($row);
	my @sources = keys %{ $said->{source} };
	my %on_other_side = map { $_ => 1 } $stored->mentioned($side eq 'for' ? 'against' : 'for');
	my $leaning = leaning($ledger);

	return 0 if is_in_copy($ledger, $row) || is_in_correction($ledger, $row);
	return 0 if $ledger->is_discredited($stored, $speaker);
	return none
	{
		my $facts = $ledger->facts($_);
		my $is_left_so = $facts->{passes_on} && !%{ $said->basis($side, $_) };
		$facts->{is_person} && $on_other_side{$_}
		  || $leaning->{$_}
		  || $also_left_out && is_left_out($ledger, $stored, $row, $side, $_)
		  || has_only_unknown($stored->basis($side, $_)) && !$is_left_so;
	} @sources;
}

sub merged
{
	my ($ledger, $stored, $row) = @_;
	my (undef, $side, $said) = $ledger->said_by_key($row);
	my $merged = $stored->merge($said);

	foreach my $key (keys %{ $said->{source} })
	{
		$ledger->add_standing($merged, $key);
		$merged->add_basis($side, $key, UNKNOWN)
		  if $ledger->facts($key)->{passes_on} && !%{ $merged->basis($side, $key) };
	}
	return $merged;
}

1;
