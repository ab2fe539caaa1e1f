import { zh as activities } from './messages/activities.ts';
import { zh as areas } from './messages/areas.ts';
import { zh as hotspots } from './messages/hotspots.ts';
import { zh as importDesk } from './messages/import-desk.ts';
import { zh as inspect } from './messages/inspect.ts';
import { zh as issue } from './messages/issue.ts';
import { zh as ledger } from './messages/ledger.ts';
import { zh as ledgerFile } from './messages/ledger-file.ts';
import { zh as news } from './messages/news.ts';
import { zh as office } from './messages/office.ts';
import { zh as overview } from './messages/overview.ts';
import { zh as patrol } from './messages/patrol.ts';
import { zh as photos } from './messages/photos.ts';
import { zh as problems } from './messages/problems.ts';
import { zh as reportIssue } from './messages/report-issue.ts';
import { zh as shell } from './messages/shell.ts';
import { zh as signIn } from './messages/sign-in.ts';
import { zh as site } from './messages/site.ts';
import { zh as vocabulary } from './messages/vocabulary.ts';
import { zh as walk } from './messages/walk.ts';
import { zh as workFigures } from './messages/work-figures.ts';

/** Everything the interface says, by the room it says it in. */
export const zhCn = {
  activities,
  areas,
  hotspots,
  importDesk,
  inspect,
  issue,
  ledger,
  ledgerFile,
  news,
  office,
  overview,
  patrol,
  photos,
  problems,
  reportIssue,
  shell,
  signIn,
  site,
  vocabulary,
  walk,
  workFigures,
};

export type Messages = typeof zhCn;
