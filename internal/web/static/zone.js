// Tells the server in which zone the reader lives, so that pages show times as their clock does. Without it times are in UTC.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const said = /(?:^|; )tz=([^;]*)/;

if (zone && decodeURIComponent(document.cookie.match(said)?.[1] ?? "") !== zone) {
  document.cookie = `tz=${encodeURIComponent(zone)}; Path=/; Max-Age=34560000; SameSite=Lax`;
  // Only where the browser keeps the cookie, or the page would be asked for without end.
  if (said.test(document.cookie) && document.querySelector("time[data-instant]")) location.reload();
}
