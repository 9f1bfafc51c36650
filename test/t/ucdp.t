#!/usr/bin/perl
#
# examples/ucdp.sql, on a file made up here and, where that is there, on UCDP's: $UCDP_EVENTS, or
# ../shared/data/ucdp-car/events.csv. The server is the one that PGHOST and so on lead to.

use strict;
use warnings;
use utf8;

use Cwd qw(abs_path);
use File::Basename qw(dirname);
use File::Temp qw(tempdir);
use FindBin;
use Test::More;

use lib "$FindBin::Bin/../lib";
use Files qw(run write_file);

binmode(Test::More->builder->$_, ':encoding(UTF-8)') for qw(output failure_output todo_output);

my $root = abs_path(dirname(__FILE__) . '/../..');
my $directory = tempdir(CLEANUP => 1);
my $database = "corroborate_ucdp_$$";

$ENV{PGCLIENTENCODING} = 'UTF8';

sub example
{
	my (@settings) = @_;
	return run(qw(psql -X -q -d), $database, @settings, '-f', "$root/examples/ucdp.sql");
}

# What it printed, up to the notes
sub show
{
	my ($text) = @_;
	diag($text =~ s/^What is presumed.*//msr);
}

# The cells of the table whose header has these columns, row by row
sub table
{
	my ($text, @columns) = @_;
	my $header = join('\s*\|\s*', map { quotemeta } @columns);
	my ($rows) = $text =~ /^\s*$header\s*\n[-+]+\n((?:.*\|.*\n)+)/m or return [];
	return [ map { [ map { s/^\s+|\s+$//gr } split(/\|/) ] } split(/\n/, $rows) ];
}

system('createdb', '-T', 'template0', '-E', 'UTF8', $database) == 0 or BAIL_OUT('no database');
END { local $?; system('dropdb', '--if-exists', $database) }

my @counts = ('two or more', 'say where from', 'name one origin', 'list one outlet');
my @rests_on = ('rests on', 'events', 'share');
my @verdict = ('on one alone', 'corroborated', 'of these on presumption alone');
my @worst = ('id', 'date', 'place', 'links', 'outlets', 'rests on');

# Made up: other columns before and between, in another order; a byte order mark; quotes; carriage returns
my $long = '中' x 200;
my $made_up = write_file("$directory/made up.csv", "\x{FEFF}" . join("\r\n",
	'relid,"number_of_sources",id,source_original,date_start,year,where_coordinates,source_office',
	'x,3,1,"a  Peacekeeper",2020-01-02 00:00:00.000,2020,A town,AFP;Reuters;AFP; hrw',
	'x,2,2,,2020-01-03,2020,A town,AFP;Reuters',
	'x,2,3,"HRW, a nurse and',
	'the police",2020-01-04,2020,B town,AFP;HRW',
	'x,2,4,hrw,2020-01-05,2020,B town,HRW.;AFP',
	'x,4,5,witness,2020-01-06,2020,C town,"AFP; ""AFP"";AFP"',
	"x,2,6,$long 1;$long 2,2020-01-07,2020,C town,AFP;Reuters",
	'x,1,7,witness,2020-01-08,2020,C town,AFP',
	'x,-1,8,,2020-01-09,2020,C town,',
	'x,2,9,.,2020-01-10,2020,D town,', '') );
my ($text, $status) = example('-v', "events=$made_up");
is($status, 0, 'a made-up file is read') or show($text);
is_deeply(table($text, @counts), [ [ 7, 5, 4, 1 ] ], 'its events are counted') or show($text);
is_deeply([ map { [ @$_[ 0, 1 ] ] } @{ table($text, @rests_on) } ], [
	[ 'one origin that several outlets pass on', 3 ],
	[ 'one outlet', 1 ],
	[ 'someone unknown: no origin is listed', 1 ],
	[ 'two independent origins or more', 1 ],
	[ 'nobody: no outlet is listed', 1 ] ], 'and judged') or show($text);
is_deeply([ map { "@$_[0, 4, 5]" =~ s/(.{20}).*/$1/r } @{ table($text, @worst) } ],
	[ '1 3 a peacekeeper', '4 2 hrw', '6 2 ' . '中' x 16, '5 1 afp' ], 'the most outlets first') or show($text);

# Nothing is left
($text) = run(qw(psql -X -A -t -d), $database, '-c',
	q{SELECT count(*) FROM pg_extension WHERE extname = 'corroborate'
	  UNION ALL SELECT count(*) FROM pg_class WHERE relname LIKE 'ucdp%'});
is($text, "0\n0\n", 'nothing is left behind');

# Mistakes
($text, $status) = example();
isnt($status, 0, 'it does not run without a file');
like($text, qr/-v events=/, 'and says how to name one');
($text, $status) = example('-v', "events=$directory/none.csv");
isnt($status, 0, 'nor with one that is not there');
($text, $status) = example('-v', 'events=' . write_file("$directory/other.csv", "id,name\n1,a\n"));
isnt($status, 0, 'nor with one that is something else');
like($text, qr/column "\w+" does not exist/, 'and says what is missing');

# The real one
SKIP:
{
	my $events = $ENV{UCDP_EVENTS} // "$root/../shared/data/ucdp-car/events.csv";
	skip("UCDP's events are not here; UCDP_EVENTS=path/to/events.csv says where they are", 7) unless -r $events;

	($text, $status) = example('-v', "events=$events");
	is($status, 0, "UCDP's file is read") or show($text);
	is(join("\n", $text =~ /^(.{101,})$/mg), '', 'nothing is wider than 100 characters');
	like($text, qr/Sundberg.*Melander.*Davies.*CC BY|CC BY.*Sundberg.*Melander.*Davies/s, 'the source is cited');

	# Counted in other ways too, from the file alone
	skip('these are not the events of the Central African Republic in version 23.1', 4)
	  unless (table($text, @counts)->[0][0] // 0) == 495;
	is_deeply(table($text, @counts), [ [ 495, 434, 266, 26 ] ], 'its events are counted');
	is_deeply([ map { $_->[1] } @{ table($text, @rests_on) } ], [ 248, 26, 54, 167, 0 ], 'and judged');
	is_deeply(table($text, @verdict), [ [ 328, 167, 167 ] ], 'two of three rest on one origin');
	is(join(' ', @{ table($text, @worst)->[0] // [] }),
		'113880 2014-04-26 Boguila town 14 12 a peacekeeper', 'twelve outlets pass on one peacekeeper');
}

done_testing();
