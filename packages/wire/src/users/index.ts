/** Users with passwords, for `authenticate` of `serve`. */
export { knowing } from './knowing.ts'
export { isUserName, usersIn, withoutUser, withUser, type BadUsers, type Users } from './list.ts'
export { secretOf, type Secret } from './secret.ts'
