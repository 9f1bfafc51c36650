#!/usr/bin/perl
#
# Reads what sites said of flights, or bookshops of authors, and prints question, source and answer, separated by tabs.
#
#   answers.pl flight claims.tsv    site, flight, scheduled and actual departure, gate, scheduled and actual arrival, gate
#   answers.pl flight-unmarked claims.tsv    the same; what sites mark as times on the runway is read as times at the gate, too
#   answers.pl book claims.tsv      shop, ISBN, title, authors
#   answers.pl flight-truth truth.tsv, answers.pl book-truth truth.tsv    the same without the first column
#
# Times are compared to the minute, gates without the terminal, authors by their last names in any order.  A time of which a site itself says
# that it is one on the runway answers another question than when a flight left the gate, or came there; so it is read as an answer to that.

use strict;
use warnings;

my ($kind, $name) = @ARGV;
die "usage: answers.pl flight|flight-unmarked|flight-truth|book|book-truth file\n" unless defined $name;
open(my $file, '<:raw', $name) or die "$name: $!\n";

my %month;
@month{qw(jan feb mar apr may jun jul aug sep oct nov dec)} = (1 .. 12);
my $months = join('|', map { ucfirst } keys %month);

# A day and minute, in any of the ways in which sites write them; nothing where it is neither
sub moment
{
	my ($said) = @_;
	my ($month, $day) =
		$said =~ /\d{4}-(\d\d)-(\d\d)/ ? ($1, $2)
	  : $said =~ m{(\d+)/(\d+)/\d+} ? ($1, $2)
	  : $said =~ /(\d+)-($months)-\d{4}/ ? ($month{ lc $2 }, $1)
	  : $said =~ /($months)[a-z]*\.?\s*(\d+)/ ? ($month{ lc $1 }, $2)
	  : return;
	my ($hour, $minute, $half) = $said =~ /(\d{1,2}):(\d\d)\s*([apAP]?)/ or return;
	$hour = $hour % 12 + (lc $half eq 'p' ? 12 : 0) if $half;
	return sprintf('%02d-%02d %02d:%02d', $month, $day, $hour, $minute);
}

# What a site says of its own answer
sub mark { my ($said) = @_; return $kind ne 'flight-unmarked' && $said =~ /\brunway\b/i ? ' on the runway' : '' }

sub gate
{
	my ($said) = @_;
	$said =~ s/[^\x20-\x7e]|&nbsp;?/ /g;
	$said =~ s/^\s+|\s+$//g;
	return if $said eq '' || $said =~ /provided|available|^-+$|^CHK$|contact/i;
	$said =~ s/^Term(?:inal)?\s*\S+\s+-\s+//;
	return if $said =~ /^Term/;
	$said =~ s{/.*}{};
	$said =~ s/[\s?-]//g;
	$said =~ s/^Gate//i;
	return $said eq '' ? () : uc $said;
}

# The names of a list, one each
sub people
{
	my ($said) = @_;
	return split /\s*(?:[;\/&|]|\band\b|\bwith\b)\s*/, $said if $said =~ /[;\/&|]|\band\b|\bwith\b/;
	my @parts = grep { /\S/ } split /\s*,\s*/, $said;
	return @parts if @parts > 1 && !grep { !/\S\s+\S/ } @parts;
	return ($said) if @parts <= 2;
	# last, first, last, first
	return @parts % 2 == 0 ? map { "$parts[2 * $_], $parts[2 * $_ + 1]" } 0 .. $#parts / 2 : @parts;
}

sub last_name
{
	my ($person) = @_;
	$person =~ s/^\s+|\s+$//g;
	return $1 if $person =~ /^([^,]+?)\s*,/;
	my @words = grep { !/^(?:jr|sr|ii|iii|iv|phd|dr|et|al|eds?|editors?)\.?$/ } split /\s+/, $person;
	return $words[-1] // '';
}

sub authors
{
	my ($said) = @_;
	$said = lc $said;
	$said =~ s/andapos;|&apos;|&#39;/'/g;
	$said =~ s/&\w+;|\([^)]*\)/ /g;
	return if $said =~ /not available|unknown|^\s*$/;
	$said =~ s/'//g;
	$said =~ s/[^a-z,;\/&|.]/ /g;
	my %last = map { $_ => 1 } grep { length > 1 } map { last_name($_) =~ s/[^a-z]//gr } people($said);
	return join(' ', sort keys %last) || ();
}

my @fields = ('scheduled departure', 'actual departure', 'departure gate', 'scheduled arrival', 'actual arrival', 'arrival gate');
while (<$file>)
{
	chomp;
	s/\r//g;
	my @columns = split /\t/;
	my $source = $kind =~ /truth/ ? undef : shift @columns;
	my $question = shift @columns // next;
	my @answers;
	if ($kind =~ /flight/)
	{
		@answers = map { [ "$question $fields[$_]" . mark($columns[$_] // ''), $_ % 3 == 2 ? gate($columns[$_] // '') : moment($columns[$_] // '') ] } 0 .. 5;
	}
	else
	{
		@answers = ([ $question, authors($columns[-1] // '') ]);
	}
	foreach my $answer (grep { @$_ == 2 } @answers)
	{
		print join("\t", map { s/[^\x20-\x7e]/?/gr =~ s/\\/\//gr } $answer->[0], (defined $source ? $source : ()), $answer->[1]), "\n";
	}
}
