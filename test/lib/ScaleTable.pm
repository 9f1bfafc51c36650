# ScaleTable.pm: the table in docs/scale.md of what works on a ledger that Citus distributes.
#
#   my @lines = ScaleTable::lines('docs/scale.md');
#
# Each is { names => [...], kind => 'function' | 'view' | 'table' | '', result => ..., remarks => ... }. The first column of
# lines about functions, views and tables begins with the kind and names all of them; others are about what is done with them.

package ScaleTable;

use strict;
use warnings;

sub lines
{
	my ($path) = @_;
	my @lines;

	open(my $file, '<', $path) or die "$path: $!";
	while (my $text = <$file>)
	{
		my ($what, $result, $remarks) = $text =~ /^\| ([^|]*) \| (works|works, but|refused) \| ([^|]*?) ?\|$/ or next;
		my ($kind) = $what =~ /^(function|view|table)s?:? /;
		push @lines, { what => $what, kind => $kind // '', names => [ $what =~ /`([^`]+)`/g ], result => $result, remarks => $remarks };
	}
	close($file);
	return @lines;
}

1;
