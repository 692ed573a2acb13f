# Tells a server that was built with `make FAULTS=1` what to do at a step (src/core/base/fault_injection.hpp).
package Fault;

use strict;
use warnings;

use Exporter 'import';
use Paliad;

our @EXPORT = qw(told);

# Sets the fault for all sessions: "error STEP", "wait STEP", or an empty text for none.
sub told
{
	my ($node, $what) = @_;
	$node->safe_psql('postgres', "ALTER SYSTEM SET paliad_backup.fault = '$what'");
	$node->reload;
	wait_until($node, 'postgres', "SELECT current_setting('paliad_backup.fault') = '$what'");
	return;
}

1;
