# A test's observations, as tab-separated lines in the directory that PALIAD_REPORTS names. scripts/faults makes the
# tables of docs/faults.md from them.
package Report;

use strict;
use warnings;

sub new
{
	my ($class, $name, @columns) = @_;
	my $self = bless { path => undef }, $class;
	return $self unless $ENV{PALIAD_REPORTS};
	$self->{path} = "$ENV{PALIAD_REPORTS}/$name.tsv";
	unlink $self->{path};
	$self->row(@columns);
	return $self;
}

sub row
{
	my ($self, @values) = @_;
	return unless defined $self->{path};
	open(my $file, '>>', $self->{path}) or die "$self->{path}: $!";
	print $file join("\t", @values), "\n";
	close $file or die "$self->{path}: $!";
}

1;
