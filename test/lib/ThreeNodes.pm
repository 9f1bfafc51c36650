# ThreeNodes.pm: three servers with Citus, for tests of what it distributes: a coordinator, which has shards too, and two
# workers. Loading it ends the test, as skipped, where the server has no Citus.
#
#   my $nodes = ThreeNodes->new('citus.recover_2pc_interval' => '1s');     with these settings besides
#   my ($coordinator, @workers) = $nodes->databases;      in which the extension is
#   my @servers = $nodes->servers;                        see Cluster.pm
#   $nodes->log                                           what all of them wrote

package ThreeNodes;

use strict;
use warnings;

use Test::More;

use Cluster;

my ($libraries) = split(/\n/, qx("\${PG_CONFIG:-pg_config}" --pkglibdir));
plan skip_all => "the server has no Citus: there is no citus.so in $libraries" unless -e "$libraries/citus.so";

sub new
{
	my ($class, %settings) = @_;
	my $self = bless { servers => [], databases => [], settings => \%settings }, $class;

	$self->_server for 1 .. 3;
	my ($coordinator, @workers) = map { $_->{directory} } $self->servers;
	$self->{databases}[0]->query("SELECT citus_set_coordinator_host('$coordinator', 5432)");
	$self->{databases}[0]->query("SELECT citus_add_node('$_', 5432)") foreach @workers;
	$self->{databases}[0]->query('SET client_min_messages = warning; CREATE EXTENSION corroborate');
	return $self;
}

# A server that is no node yet
sub _server
{
	my ($self) = @_;
	my $server = Cluster->new(shared_preload_libraries => 'citus', wal_level => 'logical', max_prepared_transactions => 200,
		max_connections => 200, 'citus.node_conninfo' => 'sslmode=disable', 'citus.enable_statistics_collection' => 'off', %{ $self->{settings} });

	$server->database('postgres')->query('CREATE DATABASE desk');
	my $database = $server->database('desk');
	# nodes call one another by where their sockets are
	$database->query("ALTER SYSTEM SET citus.local_hostname = '$server->{directory}'; SELECT pg_reload_conf(); CREATE EXTENSION citus");
	push @{ $self->{servers} }, $server;
	push @{ $self->{databases} }, $database;
	return ($server, $database);
}

sub another
{
	my ($self) = @_;
	my ($server, $database) = $self->_server;

	$self->{databases}[0]->query("SET client_min_messages = warning; SELECT citus_add_node('$server->{directory}', 5432)");
	return $database;
}

sub servers
{
	my ($self) = @_;

	return @{ $self->{servers} };
}

sub databases
{
	my ($self) = @_;

	return @{ $self->{databases} };
}

sub log
{
	my ($self) = @_;

	return join('', map { $_->log } $self->servers);
}

1;
