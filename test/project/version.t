#!/usr/bin/perl
#
# The version is written in corroborate.control. Whatever repeats it must agree.

use strict;
use warnings;

use JSON::PP;
use Test::More;

sub slurp
{
	my ($name) = @_;
	open(my $file, '<:raw', $name) or die "$name: $!";
	local $/;
	return <$file>;
}

my ($version) = slurp('corroborate.control') =~ /^default_version = '(\d+\.\d+\.\d+)'$/m;
ok(defined $version, 'corroborate.control has a version');

my $meta = JSON::PP->new->utf8->decode(slurp('META.json'));
is($meta->{version}, $version, 'META.json has the same version');
is($meta->{provides}{corroborate}{version}, $version, 'META.json provides the same version');
ok(-e $meta->{provides}{corroborate}{$_}, "META.json names a $_ that exists")
  for grep { exists $meta->{provides}{corroborate}{$_} } qw(file docfile);

like(slurp('CHANGELOG.md'), qr/^## \Q$version\E /m, 'CHANGELOG.md has a section for it');

done_testing();
