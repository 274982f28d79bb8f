// For an old Electron, which takes no -r.
module.exports = [require('./hold-ready.cjs'), require('../../../out/main/main.cjs')]
