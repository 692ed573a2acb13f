# restore.sql restores objects of each kind, ordinary and odd ones, so that pg_dump finds no difference. WAY_BACK_KINDS
# names the kinds to test; WAY_BACK_DIFFS=1 shows differences in full.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;
use Paliad;
use Test::More;
use WayBack;

my $node = way_back_server();
my @kinds = split ' ', $ENV{WAY_BACK_KINDS} // join ' ', way_back_kinds();

base_comes_back($node) unless $ENV{WAY_BACK_CONTROL};
for my $kind (@kinds)
{
	my @cases = cases_of($kind);
	my @back = grep { comes_back($node, $_->{name}, $_->{sql}, %{ $_->{options} }) } @cases;
	note(sprintf '%s: %d of %d come back', $kind, scalar @back, scalar @cases);
}

agrees($node, 'after all of it');
done_testing();
