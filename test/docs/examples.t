#!/usr/bin/perl
#
# The examples of all documents, but for benchmarks, which print something else each time.

use strict;
use warnings;

use Cwd qw(abs_path);
use File::Basename qw(dirname);

chdir(abs_path(dirname(__FILE__) . '/../..')) or die "$!";
exec('test/docs/check', 'README.md', grep { $_ ne 'docs/benchmarks.md' } sort glob('docs/*.md')) or die "test/docs/check: $!";
