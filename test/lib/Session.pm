# Session.pm: a session of psql that stays, for tests that run thousands of statements.
#
#   my $session = Session->new('corroborate_test');       made there, with the extension, and dropped when the test ends
#   my @lines = $session->query('SELECT 1');              what psql prints, unaligned; the test ends where it says an error
#   Session::literal($text), Session::rows(\@rows)        as SQL: text or NULL, rows as jsonb
#
# The server is the one that PGHOST and so on lead to.

package Session;

use strict;
use warnings;

use IPC::Open2;
use JSON::PP;

my $json = JSON::PP->new->canonical->allow_nonref;
my @all;

sub new
{
	my ($class, $database) = @_;

	system('createdb', '-T', 'template0', '-E', 'UTF8', $database) == 0 or die "no database $database";
	my $self = bless { database => $database }, $class;
	push(@all, $self);
	$self->{pid} = open2($self->{from}, $self->{to}, qw(psql -X -q -A -t -v VERBOSITY=terse -d), $database);
	binmode($_, ':encoding(UTF-8)') for $self->{from}, $self->{to};
	$self->{to}->autoflush(1);
	$self->query('SET client_min_messages = error; CREATE EXTENSION corroborate');
	return $self;
}

sub query
{
	my ($self, $sql) = @_;
	my @lines;

	print { $self->{to} } "\\set ON_ERROR_STOP 0\n$sql;\n\\echo :SQLSTATE\n\\echo --done--\n";
	while (defined(my $line = readline($self->{from})))
	{
		chomp $line;
		last if $line eq '--done--';
		push(@lines, $line);
	}
	my $state = pop @lines // 'gone';
	die "$state in $sql\n" if $state ne '00000';
	return @lines;
}

sub literal { my ($text) = @_; return defined $text ? "'" . $text =~ s/'/''/gr . "'" : 'NULL' }
sub rows { my ($rows) = @_; return literal($json->encode($rows)) . '::jsonb' }

END
{
	local $?;
	foreach my $session (@all)
	{
		close($session->{to}) if defined $session->{to};
		waitpid($session->{pid}, 0) if defined $session->{pid};
		system('dropdb', '--if-exists', $session->{database});
	}
}

1;
