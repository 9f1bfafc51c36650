#!/usr/bin/perl
#
# META.json against the PGXN Meta Spec 1.0.0: the rules of each key, checked here by hand, for no checker is packaged.

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

my $semantic = qr/^(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-[0-9A-Za-z.-]+)?$/;
my $term = qr/^[^\s\/\\\p{Cntrl}]{2,}$/;
my $url = qr/^[a-z][a-z0-9+.-]*:\S+$/i;
my %licenses = map { $_ => 1 } qw(agpl_3 apache_1_1 apache_2_0 artistic_1 artistic_2 bsd freebsd gfdl_1_2 gfdl_1_3 gpl_1 gpl_2
  gpl_3 lgpl_2_1 lgpl_3_0 mit mozilla_1_0 mozilla_1_1 openssl perl_5 postgresql qpl_1_0 ssleay sun zlib open_source restricted
  unrestricted unknown);

sub is_text { defined $_[0] && !ref $_[0] && $_[0] =~ /\S/ }
sub is_texts { my ($v) = @_; is_text($v) || ref $v eq 'ARRAY' && @$v && !grep { !is_text($_) } @$v }
sub is_url { is_text($_[0]) && $_[0] =~ $url }
sub unknown_keys { my ($v, @known) = @_; my %known = map { $_ => 1 } @known; return grep { !$known{$_} && !/^x_/i } sort keys %$v }

# A version, 0, or comma-separated comparisons
sub is_range
{
	my ($range) = @_;
	return 0 if !is_text($range);
	return !grep { !/^\s*(?:(?:<=?|>=?|==|!=)\s*)?(\S+)\s*$/ || $1 ne '0' && $1 !~ $semantic } split(/,/, $range, -1);
}

# Returns what is wrong
sub problems
{
	my ($meta) = @_;
	my @problems;
	my $check = sub { my $what = pop; push(@problems, $what) if !$_[0] };
	return 'no object' if ref $meta ne 'HASH';

	$check->(exists $meta->{$_}, "no $_") for qw(name version abstract maintainer license provides meta-spec);
	$check->(0, "unknown key $_") for unknown_keys($meta, qw(name version abstract maintainer license provides meta-spec description
		generated_by tags no_index prereqs release_status resources));
	$check->(is_text($meta->{name}) && $meta->{name} =~ $term, 'name');
	$check->(is_text($meta->{version}) && $meta->{version} =~ $semantic, 'version');
	$check->(is_text($meta->{abstract}), 'abstract');
	$check->(is_texts($meta->{maintainer}), 'maintainer');
	my $license = $meta->{license};
	$check->(ref $license eq 'HASH' ? %$license && !(grep { !is_url($_) } values %$license)
		: is_texts($license) && !(grep { !$licenses{$_} } ref $license ? @$license : $license), 'license');
	$check->(ref $meta->{'meta-spec'} eq 'HASH' && ($meta->{'meta-spec'}{version} // '') eq '1.0.0'
		&& (!exists $meta->{'meta-spec'}{url} || is_url($meta->{'meta-spec'}{url})), 'meta-spec');

	my $provides = $meta->{provides};
	$check->(ref $provides eq 'HASH' && %$provides, 'provides');
	foreach my $name (ref $provides eq 'HASH' ? sort keys %$provides : ())
	{
		my $extension = $provides->{$name};
		$check->($name =~ $term, "provides: $name");
		if (ref $extension ne 'HASH') { $check->(0, "provides: $name"); next; }
		$check->(is_text($extension->{file}), "provides: $name: file");
		$check->(is_text($extension->{version}) && $extension->{version} =~ $semantic, "provides: $name: version");
		$check->(!exists $extension->{$_} || is_text($extension->{$_}), "provides: $name: $_") for qw(abstract docfile);
		$check->(0, "provides: $name: unknown key $_") for unknown_keys($extension, qw(file version abstract docfile));
	}

	$check->(!exists $meta->{$_} || is_text($meta->{$_}), $_) for qw(description generated_by);
	$check->(!exists $meta->{release_status} || is_text($meta->{release_status}) && $meta->{release_status} =~ /^(?:stable|testing|unstable)$/, 'release_status');
	$check->(!exists $meta->{tags} || ref $meta->{tags} eq 'ARRAY' && @{ $meta->{tags} }
		&& !(grep { !is_text($_) || length > 255 || /[\/\\\p{Cntrl}]/ } @{ $meta->{tags} }), 'tags');

	my $prereqs = $meta->{prereqs} // {};
	$check->(ref $prereqs eq 'HASH' && !exists $prereqs->{''}, 'prereqs');
	foreach my $phase (ref $prereqs eq 'HASH' ? sort keys %$prereqs : ())
	{
		$check->($phase =~ /^(?:configure|build|test|runtime|develop)$/ || $phase =~ /^x_/i, "prereqs: $phase");
		my $relations = ref $prereqs->{$phase} eq 'HASH' ? $prereqs->{$phase} : { '' => 0 };
		foreach my $relation (sort keys %$relations)
		{
			my $names = $relations->{$relation};
			$check->($relation =~ /^(?:requires|recommends|suggests|conflicts)$/ || $relation =~ /^x_/i, "prereqs: $phase: $relation");
			$check->(ref $names eq 'HASH' && !(grep { $_ !~ $term || !is_range($names->{$_}) } keys %$names), "prereqs: $phase: $relation: versions");
		}
	}

	my $resources = $meta->{resources} // {};
	$check->(ref $resources eq 'HASH' && !unknown_keys($resources, qw(homepage bugtracker repository)), 'resources');
	return @problems;
}

my $text = slurp('META.json');
my $meta = JSON::PP->new->utf8->decode($text);
is(join(', ', problems($meta)), '', 'META.json is as PGXN wants it');

# What breaks a rule is found
my %broken = ('no version' => sub { delete $_[0]{version} }, 'version' => sub { $_[0]{version} = '0.2' },
	'license' => sub { $_[0]{license} = 'PostgreSQL License' }, 'provides: corroborate: file' => sub { delete $_[0]{provides}{corroborate}{file} },
	'release_status' => sub { $_[0]{release_status} = 'beta' }, 'unknown key licence' => sub { $_[0]{licence} = 'mit' },
	'meta-spec' => sub { $_[0]{'meta-spec'}{version} = '2.0.0' }, 'tags' => sub { $_[0]{tags} = [] },
	'prereqs: runtime: requires: versions' => sub { $_[0]{prereqs}{runtime}{requires}{PostgreSQL} = '15' });
foreach my $problem (sort keys %broken)
{
	my $copy = JSON::PP->new->utf8->decode($text);
	$broken{$problem}->($copy);
	like(join(', ', problems($copy)), qr/(?:^|, )\Q$problem\E(?:,|$)/, "found: $problem");
}

# What the packages are built of
my ($version) = slurp('corroborate.control') =~ /^default_version = '(.*)'$/m;
like(slurp('debian/changelog'), qr/^corroborate \(\Q$version\E-\d+\) /, 'debian/changelog has the same version');
my ($released) = slurp('Makefile') =~ /^RELEASED = (.*)$/m;
ok(-e "upgrade/corroborate--$released.sql" && -e "upgrade/stored-$released.tsv", "what $released made is kept");

done_testing();
