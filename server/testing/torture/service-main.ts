/** The service of the test build: the command line as it is, with kill points. */
import { installKillPoints } from './install-kill-points';

installKillPoints();
void import('../../cli/main.js');
