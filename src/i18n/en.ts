import { en as activities } from './messages/activities.ts';
import { en as areas } from './messages/areas.ts';
import { en as hotspots } from './messages/hotspots.ts';
import { en as importDesk } from './messages/import-desk.ts';
import { en as inspect } from './messages/inspect.ts';
import { en as issue } from './messages/issue.ts';
import { en as ledger } from './messages/ledger.ts';
import { en as ledgerFile } from './messages/ledger-file.ts';
import { en as news } from './messages/news.ts';
import { en as office } from './messages/office.ts';
import { en as overview } from './messages/overview.ts';
import { en as patrol } from './messages/patrol.ts';
import { en as photos } from './messages/photos.ts';
import { en as problems } from './messages/problems.ts';
import { en as reportIssue } from './messages/report-issue.ts';
import { en as shell } from './messages/shell.ts';
import { en as signIn } from './messages/sign-in.ts';
import { en as site } from './messages/site.ts';
import { en as vocabulary } from './messages/vocabulary.ts';
import { en as walk } from './messages/walk.ts';
import { en as workFigures } from './messages/work-figures.ts';
import type { Messages } from './zh-cn.ts';

export const en: Messages = {
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
