# Files.pm: texts in files, and what programs print, for tests that read and write them.
#
#   my $text = slurp($name);                  a text in UTF-8
#   my $name = write_file($name, $text);      writes it, and returns the name
#   my ($text, $status) = run(@command);      what the command prints, errors included, and its exit status
#   my $text = psql($database, @commands);    what psql prints, errors included, up to the first of these

package Files;

use strict;
use warnings;

use Exporter qw(import);
use POSIX ();

our @EXPORT_OK = qw(psql run slurp write_file);

sub slurp
{
	my ($name) = @_;
	open(my $file, '<:encoding(UTF-8)', $name) or die "$name: $!";
	local $/;
	return <$file>;
}

sub write_file
{
	my ($name, $text) = @_;
	open(my $file, '>:encoding(UTF-8)', $name) or die "$name: $!";
	print $file $text;
	close($file) or die "$name: $!";
	return $name;
}

sub run
{
	my (@command) = @_;
	my $pid = open(my $output, '-|') // die "fork: $!";
	if ($pid == 0)
	{
		open(STDERR, '>&', \*STDOUT) or die "dup: $!";
		exec(@command) or POSIX::_exit(127);
	}
	binmode($output, ':encoding(UTF-8)');
	my $text = do { local $/; <$output> } // '';
	close($output);
	return ($text, $? >> 8);
}

sub psql
{
	my ($database, @commands) = @_;
	my ($text) = run(qw(psql -X -q -A -t -v ON_ERROR_STOP=1 -d), $database, map { ('-c', $_) } @commands);
	return $text;
}

1;
