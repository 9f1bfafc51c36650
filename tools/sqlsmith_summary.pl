#!/usr/bin/perl
#
# sqlsmith_summary: what a server's log says of crashes and internal errors.
#
# usage: tools/sqlsmith_summary.pl LOG SRC
#
#   LOG   written with log_error_verbosity = verbose
#   SRC   our sources: an error whose location is in one of these files is ours
#
# An internal error is ours, too, where a function in PL/pgSQL of ours stands in its context. (sqlsmith's role owns
# no functions but the ledger's.)

use strict;
use warnings;

use File::Glob qw(bsd_glob);
use List::Util qw(sum);

my ($log, $src) = @ARGV;
my %ours = map { m{([^/]+)$} ? ($1 => 1) : () } map { bsd_glob("$src/*/*.$_") } qw(c h);
my (%internal, $errors, $crashes, $ours);
my ($state, $message, $located, $context) = ('', '', '', '');

sub note_error
{
	return unless $state =~ /^XX/;
	my ($file) = $located =~ /([\w.]+):\d+$/;
	my $is_ours = $ours{$file // ''} || $context =~ m{PL/pgSQL function} || $message =~ /corroborate/;
	$ours++ if $is_ours;
	$internal{($is_ours ? 'ours: ' : '') . "$state $message ($located)"}++;
}

open my $lines, '<', $log or die "$log: $!";
while (<$lines>)
{
	if (/PANIC:|TRAP:|was terminated by signal/)
	{
		$crashes++;
		print;
	}
	# the lines of an error end where another message begins
	if (/\] .*? ?(LOG|WARNING|NOTICE|INFO|ERROR|FATAL|PANIC|DEBUG\d):  (?:(\w{5}): )?(.*)/)
	{
		my ($severity, $new_state, $new_message) = ($1, $2, $3);
		note_error();
		($state, $message, $located, $context) = ('', '', '', '');
		if ($severity =~ /ERROR|FATAL/)
		{
			($state, $message) = ($new_state // '', $new_message =~ s/\d+/N/gr);
			$errors++;
		}
	}
	$located = $1 if /LOCATION:  (.*)/;
	$context .= $1 if /CONTEXT:  (.*)/;
}
note_error();

printf "%d errors, %d of them internal, %d of these ours; %d crashes or failed assertions\n", $errors // 0,
	sum(0, values %internal), $ours // 0, $crashes // 0;
print "  $internal{$_} times $_\n" for sort keys %internal;
exit(($crashes || $ours) ? 1 : 0);
