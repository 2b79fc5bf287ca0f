// In place of a tab that can't open: the kit says why and tries again; when that works, this page is replaced.

function tab() {}
