# An installation of PostgreSQL that a test may change: its programs are copies, all other files are links. A server
# finds its files relative to its program.
package Installation;

use strict;
use warnings;

use Exporter 'import';
use File::Path qw(make_path);
use PostgreSQL::Test::Utils;

our @EXPORT = qw(own_installation);

sub pg_config
{
	my ($what) = @_;
	chomp(my $path = qx{pg_config --$what});
	return $path;
}

sub link_all
{
	my ($root, $folder) = @_;
	make_path($root . $folder);
	for my $file (glob "$folder/*")
	{
		next if -e $root . $file;
		symlink $file, $root . $file or die "$file: $!";
	}
	return;
}

# Makes it; returns its path, the folder of extensions, and the folder of libraries.
sub own_installation
{
	my $root = PostgreSQL::Test::Utils::tempdir();
	my ($programs, $share, $libraries) = map { pg_config($_) } qw(bindir sharedir pkglibdir);
	make_path($root . $programs);
	system_or_bail('cp', '-RL', "$programs/.", $root . $programs);
	link_all($root, "$share/extension");
	link_all($root, $_) for $share, $libraries;
	return ($root . $programs =~ s{/bin$}{}r, "$root$share/extension", $root . $libraries);
}

1;
