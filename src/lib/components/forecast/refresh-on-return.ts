import { PageRefresh } from '#lib/components/base/page-refresh.ts';

/** Loads the page anew each time its tab is looked at again: another window may have saved a forecast. For `$effect`. */
export function refreshOnReturn(): () => void {
  const refresh = new PageRefresh();
  const look = () => {
    if (document.visibilityState === 'visible') refresh.soon({ from: 0, to: 0 });
  };
  document.addEventListener('visibilitychange', look);
  return () => document.removeEventListener('visibilitychange', look);
}
